import type { KeyboardEvent } from "react";

const typing = (target: EventTarget) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || (target instanceof HTMLInputElement && target.type !== "checkbox") || ["TEXTAREA", "SELECT"].includes(target.tagName));

function rowsIn(box: HTMLElement): HTMLTableRowElement[] {
  return [...box.querySelectorAll<HTMLTableRowElement>("tbody tr:not(.spacer)")];
}

/** Moves the focus to a row's name, or to the first thing in it that takes focus. */
function enter(row: HTMLTableRowElement | undefined): void {
  const target = row?.querySelector<HTMLElement>("th a, th button") ?? row?.querySelector<HTMLElement>("a, button, input");
  target?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/**
 * Keys of a table: `j` `k` or arrows move from row to row, `x` selects (Shift for a range), Enter opens
 * what has the focus. Off in fields, and where the person switched single keys off.
 */
export function onTableKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const single = localStorage.getItem("lumina.keys") !== "0";
  const down = event.key === "ArrowDown" || (single && event.key === "j");
  const up = event.key === "ArrowUp" || (single && event.key === "k");
  const rows = rowsIn(event.currentTarget);
  const here = event.target instanceof HTMLElement ? rows.findIndex((row) => row.contains(event.target as HTMLElement)) : -1;
  if (down || up) {
    event.preventDefault();
    enter(here === -1 ? rows[0] : rows[here + (down ? 1 : -1)]);
  } else if (single && event.key.toLowerCase() === "x" && here !== -1) {
    const box = rows[here]?.querySelector<HTMLInputElement>("td.pick input");
    box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  }
}
