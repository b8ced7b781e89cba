/** CSV as RFC 4180 has it, read strictly, so that a writer's mistakes show. Comment lines stand before the header. */
export interface ParsedCsv {
  readonly comments: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function parseCsv(text: string): ParsedCsv {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('#'));
  const comments = lines.slice(0, first);
  const [header = [], ...rows] = parseRows(lines.slice(first).join('\n'));
  for (const row of rows)
    if (row.length !== header.length)
      throw new Error(`a row of ${String(row.length)} cells: ${row.join(',')}`);
  return { comments, header, rows };
}

function parseRows(text: string): readonly (readonly string[])[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/y;
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no CSV from ${text.slice(at, at + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
