import type { Signature } from "./shapes.ts";

type Cell = string | number | boolean | null | object;

/** A table row as the model's fields: other columns are left out, cells take the type the signature names where nothing is lost. */
export function rowOf(signature: Signature, columns: readonly string[], cells: readonly Cell[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const input of signature.inputs) {
    const at = columns.indexOf(input.name);
    if (at >= 0) row[input.name] = fitted(input.type, cells[at] ?? null);
  }
  return row;
}

function fitted(type: string, cell: Cell): unknown {
  if (cell === null) return null;
  if (type === "number" || type === "integer") {
    // Whole numbers beyond 2^53 and NaN travel as text between the query engine and here.
    if (typeof cell === "string" && cell.trim() !== "") return cell === "NaN" ? null : numberOr(cell);
    return typeof cell === "boolean" ? Number(cell) : cell;
  }
  if (type === "boolean") return cell === 1 || cell === "true" ? true : cell === 0 || cell === "false" ? false : cell;
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : cell;
}

function numberOr(text: string): number | string {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
