import type { TableColumn } from "./useTableColumns.tsx";

/** One drawn place of a row: a column, or the gap that stands for columns outside the window. */
export type Slot = { kind: "column"; column: TableColumn; sticky: number | null } | { kind: "gap"; key: string; width: number };

export const pickWidth = 34;

/** The columns that are in sight, pinned ones always; the rest is two gaps. */
export function slotsFor(columns: readonly TableColumn[], nameWidth: number, from: number, span: number): { slots: Slot[]; total: number } {
  const pinned = columns.filter((c) => c.pinned);
  const rest = columns.filter((c) => !c.pinned);
  let at = pickWidth + nameWidth;
  const slots: Slot[] = pinned.map((column) => {
    const slot: Slot = { kind: "column", column, sticky: at };
    at += column.width;
    return slot;
  });
  const fixed = at;
  let [before, after] = [0, 0];
  const drawn: Slot[] = [];
  for (const column of rest) {
    const [left, right] = [at, at + column.width];
    at = right;
    if (right < from + fixed - 200) before += column.width;
    else if (left > from + span + 200) after += column.width;
    else drawn.push({ kind: "column", column, sticky: null });
  }
  if (before > 0) slots.push({ kind: "gap", key: "before", width: before });
  slots.push(...drawn);
  if (after > 0) slots.push({ kind: "gap", key: "after", width: after });
  return { slots, total: at };
}
