import { ArrowDown, ArrowUp, ChevronDown } from "lucide-react";
import { useRef, useState, type DragEvent, type PointerEvent } from "react";
import { useT } from "../../../../lib/i18n.ts";
import type { SortKey } from "../../hooks/viewState.ts";
import type { Slot } from "./slots.ts";
import type { TableColumn } from "./useTableColumns.tsx";

export interface HeaderTools {
  sort: readonly SortKey[];
  nameWidth: number;
  onSort(column: string, add: boolean): void;
  onWidth(column: string, width: number, done: boolean): void;
  /** Puts a column before another. */
  onMove(column: string, before: string): void;
  onMenu(column: TableColumn, box: DOMRect): void;
}

/** Header cells: press sorts (with Shift as a further key), edge drags the width, cell drags the place, arrow opens the menu. */
export function RunHeader({ slots, ...tools }: HeaderTools & { slots: readonly Slot[] }) {
  const t = useT();
  const [over, setOver] = useState<string | null>(null);
  const dragged = useRef<string | null>(null);
  return (
    <>
      <th scope="col" className="name" aria-sort={ariaSort(tools.sort, "attr:name")}>
        <span className="row g4">
          <SortButton id="attr:name" title={t("Run")} sub={null} sort={tools.sort} onSort={tools.onSort} />
          <Edge id="attr:name" width={tools.nameWidth} label={t("Run")} onWidth={tools.onWidth} />
        </span>
      </th>
      {slots.map((slot) => {
        if (slot.kind === "gap") return <td key={slot.key} aria-hidden />;
        const { column } = slot;
        const drop = (event: DragEvent) => {
          event.preventDefault();
          setOver(null);
          if (dragged.current !== null && dragged.current !== column.id) tools.onMove(dragged.current, column.id);
        };
        return (
          <th
            key={column.id}
            scope="col"
            className={`${column.end ? "right" : ""} ${over === column.id ? "drop" : ""} ${slot.sticky === null ? "" : "stuck"}`}
            style={slot.sticky === null ? undefined : { insetInlineStart: slot.sticky, zIndex: 3 }}
            aria-sort={ariaSort(tools.sort, column.id)}
            draggable
            onDragStart={(event) => {
              dragged.current = column.id;
              event.dataTransfer.effectAllowed = "move";
            }}
            onDragOver={(event) => {
              event.preventDefault();
              if (over !== column.id) setOver(column.id);
            }}
            onDragLeave={() => setOver(null)}
            onDragEnd={() => setOver(null)}
            onDrop={drop}
          >
            <span className="head">
              {column.sortable ? (
                <SortButton id={column.id} title={column.title} sub={column.sub} sort={tools.sort} onSort={tools.onSort} />
              ) : (
                <Title title={column.title} sub={column.sub} />
              )}
              <button
                type="button"
                className="icon-button s head-menu"
                aria-haspopup="true"
                aria-label={t("Column {name}", { name: column.label })}
                onClick={(event) => tools.onMenu(column, event.currentTarget.getBoundingClientRect())}
              >
                <ChevronDown size={12} aria-hidden />
              </button>
              <Edge id={column.id} width={column.width} label={column.label} onWidth={tools.onWidth} />
            </span>
          </th>
        );
      })}
    </>
  );
}

function Title({ title, sub }: { title: string; sub: string | null }) {
  return (
    <span className="ellipsis" title={sub === null ? title : `${title} ${sub}`}>
      {title} {sub === null ? null : <span className="t3">{sub}</span>}
    </span>
  );
}

function SortButton({ id, title, sub, sort, onSort }: { id: string; title: string; sub: string | null } & Pick<HeaderTools, "sort" | "onSort">) {
  const at = sort.findIndex((s) => s.column === id);
  const Arrow = sort[at]?.order === "asc" ? ArrowUp : ArrowDown;
  return (
    <button type="button" className="sort" onClick={(event) => onSort(id, event.shiftKey)}>
      <Title title={title} sub={sub} />
      {at === -1 ? null : <Arrow size={12} aria-hidden />}
      {at === -1 || sort.length < 2 ? null : <span className="xs">{at + 1}</span>}
    </button>
  );
}

function ariaSort(sort: readonly SortKey[], id: string): "ascending" | "descending" | undefined {
  const found = sort.find((s) => s.column === id);
  return found ? (found.order === "asc" ? "ascending" : "descending") : undefined;
}

/** The edge that drags a width; its menu twin is in the column's menu. */
function Edge({ id, width, label, onWidth }: { id: string; width: number; label: string } & Pick<HeaderTools, "onWidth">) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const to = (event: PointerEvent) => Math.max(56, Math.min(1000, (start.current?.width ?? width) + event.clientX - (start.current?.x ?? event.clientX)));
  return (
    <span
      className="edge"
      data-label={label}
      aria-hidden
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (start.current) onWidth(id, to(event), false);
      }}
      onPointerUp={(event) => {
        if (start.current) onWidth(id, to(event), true);
        start.current = null;
      }}
    />
  );
}
