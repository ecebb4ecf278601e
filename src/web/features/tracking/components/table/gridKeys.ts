import type { KeyboardEvent } from "react";
import { onTableKey } from "../../../../ui/table/keys.ts";

/** The table's usual keys, and: left and right between cells, Enter or `.` opens a cell's menu, Space previews, `c` compares, Esc clears. */
export function onGridKey(event: KeyboardEvent<HTMLElement>, acts: { peek(key: string): void; compare(): void; clear(): void }): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
  const single = localStorage.getItem("lumina.keys") !== "0";
  const row = event.target.closest("tr");
  const sideways = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (sideways !== 0 && row?.parentElement?.tagName === "TBODY" && !(event.target instanceof HTMLInputElement && event.target.type !== "checkbox")) {
    const cells = [...row.querySelectorAll<HTMLElement>("td[data-column]")];
    const here = cells.findIndex((cell) => cell.contains(event.target as HTMLElement));
    const next = here + sideways;
    event.preventDefault();
    if (next < 0) row.querySelector<HTMLElement>("th a, th button")?.focus();
    else cells[next]?.focus();
    cells[next]?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return;
  }
  const onCell = event.target.matches("td[data-column]");
  if (onCell && (event.key === "Enter" || (single && event.key === "."))) {
    event.preventDefault();
    event.target.click();
  } else if (event.key === " " && row?.dataset["key"] !== undefined && !event.target.matches("input, button")) {
    event.preventDefault();
    acts.peek(row.dataset["key"]);
  } else if (single && event.key === "c" && !event.shiftKey) {
    event.preventDefault();
    acts.compare();
  } else if (event.key === "Escape") acts.clear();
  else onTableKey(event);
}
