/** A chart or table as a PNG, under a heading that says what it is, so that it can stand in a report. */
import letters from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { domToCanvas } from 'modern-screenshot';

/** Dots to the pixel: sharp on paper at a hand's width. */
const SCALE = 2;
const MARGIN = 16;
const TITLE_PX = 15;
const LINE_PX = 12;
const LEADING = 1.45;
/** What is only there to be clicked has no place in a picture. */
export const NOT_IN_PICTURES = 'data-not-in-pictures';

/** What is drawn outside the page has none of its letters unless they come with it. @returns a style that holds them */
async function withLetters(): Promise<string> {
  const file = await (await fetch(letters)).blob();
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error ?? new Error('the letters cannot be read'));
    reader.readAsDataURL(file);
  });
  return `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${url as string}) format('woff2')}`;
}

export interface PictureHeading {
  readonly title: string;
  /** Whose data, which span, what was left out; a line each. */
  readonly lines: readonly string[];
}

/** The element as it stands, in its colours. */
export async function pictureOf(
  element: HTMLElement,
  heading: PictureHeading,
): Promise<Uint8Array<ArrayBuffer>> {
  const shot = await domToCanvas(element, {
    scale: SCALE,
    font: { cssText: await withLetters() },
    filter: (node) => !(node instanceof Element && node.hasAttribute(NOT_IN_PICTURES)),
  });
  const blob = await toPng(framed(shot, heading, getComputedStyle(document.documentElement)));
  return new Uint8Array(await blob.arrayBuffer());
}

function framed(
  shot: HTMLCanvasElement,
  { title, lines }: PictureHeading,
  look: CSSStyleDeclaration,
): HTMLCanvasElement {
  const sheet = document.createElement('canvas');
  const headPx = (TITLE_PX + lines.length * LINE_PX) * LEADING + MARGIN;
  sheet.width = shot.width + 2 * MARGIN * SCALE;
  sheet.height = shot.height + (headPx + 2 * MARGIN) * SCALE;
  const pen = sheet.getContext('2d');
  if (pen === null) throw new Error('no canvas to draw on');
  pen.fillStyle = look.getPropertyValue('--surface');
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.textBaseline = 'top';
  const family = look.getPropertyValue('--font') || 'sans-serif';
  const room = shot.width;
  const write = (text: string, top: number, px: number, colour: string, weight = 400): void => {
    pen.font = `${String(weight)} ${String(px * SCALE)}px ${family}`;
    pen.fillStyle = look.getPropertyValue(colour);
    pen.fillText(text, MARGIN * SCALE, top * SCALE, room);
  };
  write(title, MARGIN, TITLE_PX, '--ink', 600);
  for (const [i, line] of lines.entries())
    write(line, MARGIN + (TITLE_PX + i * LINE_PX) * LEADING, LINE_PX, '--ink-soft');
  pen.drawImage(shot, MARGIN * SCALE, (MARGIN + headPx) * SCALE);
  return sheet;
}

const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the picture is too large'));
      else resolve(blob);
    }, 'image/png'),
  );
