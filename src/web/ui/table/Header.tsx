import { ArrowDown, ArrowUp } from "lucide-react";
import { useT } from "../../lib/i18n.ts";
import type { Sort } from "../../lib/list.ts";
import { toggleAll, type Column, type Selection } from "./column.ts";

/** A column header; a button where the server can sort by it. */
export function HeaderCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort; onSort(sort: Sort): void }) {
  const active = column.sort !== undefined && sort.key === column.sort;
  const Arrow = sort.order === "asc" ? ArrowUp : ArrowDown;
  const style = column.width === undefined ? undefined : { width: column.width, minWidth: column.width };
  const key = column.sort;
  return (
    <th
      scope="col"
      className={`${column.name ? "name" : ""} ${column.align === "end" ? "right" : ""}`}
      style={style}
      aria-sort={active ? (sort.order === "asc" ? "ascending" : "descending") : undefined}
    >
      {key === undefined ? (
        column.title
      ) : (
        <button
          type="button"
          className="sort"
          onClick={() => onSort({ key, order: active && sort.order === "desc" ? "asc" : active ? "desc" : column.align === "end" ? "desc" : "asc" })}
        >
          {column.title}
          {active ? <Arrow size={12} aria-hidden /> : null}
        </button>
      )}
    </th>
  );
}

/** The checkbox above a column of checkboxes. */
export function SelectAll<Row>({ keys, selection }: { keys: readonly string[]; selection: Selection<Row> }) {
  const t = useT();
  const picked = keys.filter((key) => selection.keys.has(key)).length;
  return (
    <th scope="col" className="pick">
      <input
        type="checkbox"
        aria-label={t("Select all rows shown")}
        checked={picked > 0 && picked === keys.length}
        ref={(box) => {
          if (box) box.indeterminate = picked > 0 && picked < keys.length;
        }}
        onChange={() => toggleAll(selection, keys)}
      />
    </th>
  );
}
