/** Rows with their columns aligned, two blanks between them. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The last column is never made narrower than this. */
const narrowest = 24;

/** The same within so many characters, at the cost of the last column. */
export function tableWithin(width: number, rows: readonly (readonly string[])[]): readonly string[] {
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const [widest = 0] = table(rows.map((row) => row.slice(0, last).concat('|'))).map((line) => line.length);
  const room = Math.max(narrowest, width - widest + 1);
  return table(rows.map((row) => row.map((cell, column) => (column === last ? shortened(cell, room) : cell))));
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
