/** A chart or table as a PNG, under a heading that says what it is, so that it can stand in a report. */
import letters from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { domToCanvas } from 'modern-screenshot';
import { flushSync, mount, unmount } from 'svelte';
import type { ShownTable } from '../../../electron/contract/index';
import { count, plural } from '../../format';
import DrawnTable from './DrawnTable.svelte';

/** Dots to the pixel: sharp on paper at a hand's width. */
const SCALE = 2;
const MARGIN = 16;
const TITLE_PX = 15;
const LINE_PX = 12;
const LEADING = 1.45;
/** A heading is as wide as what it heads, or wider up to this. */
const HEAD_PX = 1_000;
/** Longer, and it is no picture for a report. */
const MOST_ROWS = 100;
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

/** A table by its figures, all columns of it and its first rows. */
export async function pictureOfTable(
  { rows, ...rest }: Omit<ShownTable, 'facts'>,
  { title, lines }: PictureHeading,
): Promise<Uint8Array<ArrayBuffer>> {
  const table = { ...rest, rows: rows.slice(0, MOST_ROWS) };
  const cut = `Rows: the first ${count(MOST_ROWS)} of ${plural(rows.length, 'row')}; a file of figures has all`;
  const drawn = mount(DrawnTable, { target: document.body, props: { table } });
  flushSync();
  try {
    const sheet = document.querySelector<HTMLElement>('[data-drawn-table] table');
    if (sheet === null) throw new Error('there is no table to draw');
    return await pictureOf(sheet, { title, lines: rows.length > MOST_ROWS ? [...lines, cut] : lines });
  } finally {
    await unmount(drawn);
  }
}

/** The picture beneath its heading, on a sheet as wide as the wider of both. */
function framed(
  shot: HTMLCanvasElement,
  { title, lines }: PictureHeading,
  look: CSSStyleDeclaration,
): HTMLCanvasElement {
  const sheet = document.createElement('canvas');
  const pen = sheet.getContext('2d');
  if (pen === null) throw new Error('no canvas to draw on');
  const family = look.getPropertyValue('--font') || 'sans-serif';
  const texts = [title, ...lines].map((text, i) => ({
    ...{ text, colour: look.getPropertyValue(i === 0 ? '--ink' : '--ink-soft') },
    font: `${i === 0 ? `600 ${String(TITLE_PX * SCALE)}` : String(LINE_PX * SCALE)}px ${family}`,
    top: MARGIN + (i === 0 ? 0 : (TITLE_PX + (i - 1) * LINE_PX) * LEADING),
  }));
  const widths = texts.map(({ text, font }) => {
    pen.font = font;
    return pen.measureText(text).width;
  });
  const room = Math.max(shot.width, Math.min(Math.max(...widths), HEAD_PX * SCALE));
  const headPx = (TITLE_PX + lines.length * LINE_PX) * LEADING + MARGIN;
  sheet.width = room + 2 * MARGIN * SCALE;
  sheet.height = shot.height + (headPx + 2 * MARGIN) * SCALE;
  pen.fillStyle = look.getPropertyValue('--surface');
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.textBaseline = 'top';
  for (const { text, font, colour, top } of texts) {
    [pen.font, pen.fillStyle] = [font, colour];
    pen.fillText(text, MARGIN * SCALE, top * SCALE, room);
  }
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
