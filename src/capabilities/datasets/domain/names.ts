import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";

/** Columns a table may have; that many, over 5,000 rows, take 1.6 GB of a child for a moment. */
export const maxColumns = 5000;

const shown = (names: readonly string[]): string =>
  names
    .slice(0, 5)
    .map((n) => `"${n}"`)
    .join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");

/** A trimmed header, or why it cannot stand. Names that differ only in case are the same name. */
export function checkedNames(header: readonly string[]): string[] {
  const names = header.map((cell) => cell.trim().normalize("NFC"));
  const problem = tooMany(names) ?? empty(names) ?? tooLong(names) ?? repeated(names);
  if (problem) throw problem;
  return names;
}

/** Names for a table without a header: `c1`, `c2`, … */
export function numberedNames(count: number): string[] {
  const names = Array.from({ length: count }, (_, i) => `c${i + 1}`);
  const problem = tooMany(names);
  if (problem) throw problem;
  return names;
}

function tooMany(names: readonly string[]): Refusal | null {
  if (names.length <= maxColumns) return null;
  return refuse(
    "invalid_input",
    `The table has ${names.length} columns; at most ${maxColumns} are possible.`,
    "Leave columns out, or turn columns into rows (long form).",
  );
}

function empty(names: readonly string[]): Refusal | null {
  const at = names.flatMap((n, i) => (n === "" ? [i + 1] : []));
  if (at.length === 0) return null;
  return refuse(
    "invalid_input",
    `The header has no name for column ${at.slice(0, 10).join(", ")}${at.length > 10 ? " and more" : ""} of ${names.length}.`,
    "Give every column a name in the first row. An unnamed first column is often a saved row number that can be left out.",
  );
}

function tooLong(names: readonly string[]): Refusal | null {
  const long = names.findIndex((n) => n.length > 200);
  if (long < 0) return null;
  return refuse(
    "invalid_input",
    `The name of column ${long + 1} has ${names[long]?.length} characters; at most 200 are possible.`,
    "Shorten it. If the first row holds values rather than names, upload with header = no.",
  );
}

function repeated(names: readonly string[]): Refusal | null {
  const first = new Map<string, number>();
  const twice: string[] = [];
  names.forEach((n, i) => {
    const at = first.get(n.toLowerCase());
    if (at === undefined) first.set(n.toLowerCase(), i);
    else twice.push(`${n}" (columns ${at + 1} and ${i + 1})`);
  });
  if (twice.length === 0) return null;
  return refuse(
    "invalid_input",
    `The header uses a name more than once: ${shown(twice).replaceAll(')"', ")")}.`,
    "Give every column a name of its own; upper and lower case do not tell names apart.",
  );
}
