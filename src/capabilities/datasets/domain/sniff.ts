export interface Dialect {
  delimiter: string;
  header: boolean;
}

export const delimiters = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;

/** Splits the head of a CSV text into records; the last one may be cut and is dropped unless `whole`. */
export function records(text: string, delimiter: string, whole: boolean, limit = 1000): string[][] {
  const out: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length && out.length < limit; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === delimiter) {
      row.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") i += 1;
      row.push(field);
      if (row.length > 1 || row[0] !== "") out.push(row);
      row = [];
      field = "";
    } else field += c;
  }
  if (whole && out.length < limit && (field !== "" || row.length > 0)) out.push([...row, field]);
  return out;
}

/** How well a delimiter explains the text: share of records as wide as the usual one, then the width. */
function fit(rows: readonly string[][]): { share: number; width: number } {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width, count] = [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  return { share: rows.length === 0 ? 0 : count / rows.length, width };
}

/** Finds the delimiter: the one that splits most records evenly into more than one column; a comma otherwise. */
export function sniffDelimiter(text: string, whole: boolean): string {
  const tried = Object.values(delimiters).map((delimiter) => ({ delimiter, ...fit(records(text, delimiter, whole, 200)) }));
  const useful = tried.filter((t) => t.width > 1 && t.share >= 0.5);
  useful.sort((a, b) => (Math.abs(b.share - a.share) > 0.1 ? b.share - a.share : b.width - a.width));
  return useful[0]?.delimiter ?? ",";
}

const numeric = /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*$/;

/**
 * Whether the first record names the columns. It does not when some column is numeric below and every such column
 * already has a number in the first record; years as names ("2019") still count as names.
 */
export function sniffHeader(rows: readonly string[][]): boolean {
  const [first, ...body] = rows;
  if (!first || body.length === 0) return first !== undefined && !first.every((cell) => numeric.test(cell));
  const columns = first.map((_, i) => body.map((row) => row[i] ?? "").filter((cell) => cell !== ""));
  const numbers = columns
    .map((cells, i) => ({ head: first[i] ?? "", numeric: cells.length > 0 && cells.every((cell) => numeric.test(cell)) }))
    .filter((c) => c.numeric);
  if (numbers.length === 0) return true;
  const years =
    numbers.every(({ head }) => /^(1[89]|2[01])\d\d$/.test(head)) &&
    new Set(numbers.map((n) => n.head)).size === numbers.length &&
    numbers.length < first.length;
  return years || !numbers.every(({ head }) => numeric.test(head));
}
