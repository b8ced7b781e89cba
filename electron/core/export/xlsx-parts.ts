/** The parts of a workbook that do not depend on its tables, and how cells are written. Pure. */

/** What a cell looks like; the places of the formats in the styles below. */
export const STYLE = { plain: 0, bold: 1, time: 2, timeMs: 3 } as const;
export type Style = (typeof STYLE)[keyof typeof STYLE];

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const relations = (all: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** Every part but the sheets themselves, which are `xl/worksheets/sheet1.xml` and so on, by name. */
export function fixedParts(sheets: readonly string[]): readonly (readonly [name: string, text: string])[] {
  const ids = sheets.map((_, i) => i + 1);
  const overrides = ids.map(
    (id) =>
      `<Override PartName="/xl/worksheets/sheet${String(id)}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  const types = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>`,
    ...overrides,
  ];
  const list = sheets.map(
    (name, i) => `<sheet name="${escapeXml(name)}" sheetId="${String(i + 1)}" r:id="rId${String(i + 1)}"/>`,
  );
  return [
    ['[Content_Types].xml', `${HEAD}<Types xmlns="${PACKAGE}/content-types">${types.join('')}</Types>`],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...ids.map((id) => [`rId${String(id)}`, 'worksheet', `worksheets/sheet${String(id)}.xml`] as const),
        [`rId${String(ids.length + 1)}`, 'styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', STYLES],
  ];
}

const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
const format = (numFmt: number, fontId: number) =>
  `<xf numFmtId="${String(numFmt)}" fontId="${String(fontId)}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
const STYLES = [
  `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>`,
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss.000"/></numFmts>',
  `<fonts count="2">${font('')}${font('<b/>')}</fonts>`,
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="4">${format(0, 0)}${format(0, 1)}${format(164, 0)}${format(165, 0)}</cellXfs>`,
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

/** A sheet begins so; `frozen` rows stay while the rest is scrolled. Widths are in characters. */
export function sheetHead(widths: readonly number[], frozen: number): string {
  const below = String(frozen + 1);
  const pane = `<pane ySplit="${String(frozen)}" topLeftCell="A${below}" activePane="bottomLeft" state="frozen"/>`;
  const view = `<sheetView workbookViewId="0">${frozen > 0 ? pane : ''}</sheetView>`;
  const columns = widths.map((width, i) => {
    const n = String(i + 1);
    return `<col min="${n}" max="${n}" width="${String(width)}" customWidth="1"/>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><cols>${columns.join('')}</cols><sheetData>`;
}
export const SHEET_TAIL = '</sheetData></worksheet>';

/** What a spreadsheet takes in one cell. */
const MOST_CHARS = 32_767;

/** Writes one cell at its place, such as `B7`; nothing for an empty one. */
export type CellXml = (place: string) => string;

/** `number` counts from 1. */
export const row = (number: number, cells: readonly CellXml[]): string =>
  `<row r="${String(number)}">${cells.map((cell, i) => cell(letters(i) + String(number))).join('')}</row>`;
export const emptyCell: CellXml = () => '';
export const numberCell =
  (value: number, style: Style = STYLE.plain): CellXml =>
  (place) =>
    `<c r="${place}"${styled(style)}><v>${String(value)}</v></c>`;
/** Text is always text: nothing in it is ever a formula. */
export function textCell(text: string, style: Style = STYLE.plain): CellXml {
  const whole = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text;
  const inner = `<is><t xml:space="preserve">${escapeXml(whole)}</t></is>`;
  return (place) => `<c r="${place}"${styled(style)} t="inlineStr">${inner}</c>`;
}
/** A, B, …, Z, AA, …. */
const letters = (column: number): string =>
  (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const styled = (style: Style): string => (style === STYLE.plain ? '' : ` s="${String(style)}"`);

/** A local time as spreadsheets count it, in days. */
export const serialDate = (localMs: number): number => localMs / 86_400_000 + 25_569;

/** Also what XML cannot hold, and what a spreadsheet would take for a character's number. */
function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
