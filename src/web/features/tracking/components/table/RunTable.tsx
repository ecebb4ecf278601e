import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigationType } from "react-router";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../../lib/i18n.ts";
import type { Selection } from "../../../../ui/table/column.ts";
import { toggleRow } from "../../../../ui/table/column.ts";
import { SelectAll } from "../../../../ui/table/Header.tsx";
import { MoreRows, Spacer } from "../../../../ui/table/Rest.tsx";
import type { SortKey } from "../../hooks/viewState.ts";
import { runsOf, type Item } from "./items.ts";
import { GroupRow, MoreRow, RunRow, type RowTools } from "./Rows.tsx";
import { RunHeader, type HeaderTools } from "./RunHeader.tsx";
import { pickWidth, slotsFor } from "./slots.ts";
import { onGridKey } from "./gridKeys.ts";
import type { TableColumn } from "./useTableColumns.tsx";

export interface RunTableProps extends RowTools, HeaderTools {
  items: readonly Item[];
  columns: readonly TableColumn[];
  nameWidth: number;
  sort: readonly SortKey[];
  selection: Selection<Run>;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore(): void;
  /** Opens the menu of a cell. */
  onCell(run: Run, column: TableColumn, box: DOMRect): void;
  onCompare(): void;
  /** The run that is previewed; Space opens and closes it, and it follows the focus. */
  peek: string | null;
  onPeek(runId: string | null): void;
}

const rowHeight = 34;
/** Shorter lists are drawn whole. */
const virtualFrom = 40;
/** Never more rows in the document than this (DESIGN §7). */
const most = 80;
/** Where a list stood when its page was left by a link. */
const places = new Map<string, number>();

/** Runs as a table of any length and width: only rows and columns in sight are drawn. */
export function RunTable(props: RunTableProps) {
  const { items, columns, nameWidth, selection } = props;
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ left: 0, width: 1200 });
  const back = useNavigationType() === "POP";
  const { pathname, search } = useLocation();
  const address = pathname + search;
  const initial = back ? (places.get(address) ?? 0) : 0;
  const virtual = items.length > virtualFrom;
  // oxlint-disable-next-line react/incompatible-library -- its functions change with the scroll, on purpose
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialOffset: initial,
    enabled: virtual,
    initialRect: { width: 1000, height: 900 },
  });
  const drawn = virtualizer.getVirtualItems();
  const from = virtual ? (drawn[0]?.index ?? 0) : 0;
  const visible = virtual ? items.slice(from, Math.min((drawn.at(-1)?.index ?? -1) + 1, from + most)) : items;
  const below = items.length - from - visible.length;
  const { slots, total } = useMemo(() => slotsFor(columns, nameWidth, sight.left, sight.width), [columns, nameWidth, sight]);
  const keys = useMemo(() => runsOf(items).map((run) => run.id), [items]);
  const width = pickWidth + nameWidth;

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (initial > 0) box.scrollTop = initial;
    const look = () =>
      setSight((was) => {
        const left = Math.floor(box.scrollLeft / 100) * 100;
        const width = box.clientWidth || was.width;
        return was.left === left && was.width === width ? was : { left, width };
      });
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the place is taken once
  }, []);

  const peek = (key: string) => {
    const run = items.find((each) => each.kind === "run" && each.key === key);
    if (run) props.onPeek(key === props.peek ? null : key);
  };
  const clear = () => (props.peek === null ? selection.onChange(new Set()) : props.onPeek(null));
  const latest = useRef({ selection, keys });
  useEffect(() => {
    latest.current = { selection, keys };
  });
  const pick = useCallback((key: string, range: boolean) => toggleRow(latest.current.selection, latest.current.keys, key, range), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move the focus between the rows inside
    <div
      className="table-scroll run-grid"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={t("Runs")}
      onKeyDown={(event) => onGridKey(event, { peek, compare: props.onCompare, clear })}
      onFocus={(event) => {
        const key = event.target.closest("tr")?.dataset["key"];
        if (props.peek !== null && key !== undefined && key !== props.peek) peek(key);
      }}
      onScroll={(event) => {
        const box = event.currentTarget;
        places.set(address, box.scrollTop);
        if (props.hasMore && !props.loadingMore && box.scrollTop + box.clientHeight > box.scrollHeight - 1200) props.loadMore();
      }}
      onClick={(event) => {
        const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("td[data-column]") : null;
        if (!cell || (event.target instanceof Element && event.target.closest("a, button, input"))) return;
        const item = items.find((each) => each.key === cell.parentElement?.dataset["key"]);
        const column = columns.find((each) => each.id === cell.dataset["column"]);
        if (item?.kind === "run" && column && window.getSelection()?.isCollapsed !== false) props.onCell(item.run, column, cell.getBoundingClientRect());
      }}
    >
      <table aria-rowcount={props.hasMore ? -1 : items.length + 1} style={{ minWidth: total }}>
        <colgroup>
          <col style={{ width: pickWidth }} />
          <col style={{ width: nameWidth }} />
          {slots.map((slot) => (
            <col key={slot.kind === "gap" ? slot.key : slot.column.id} style={{ width: slot.kind === "gap" ? slot.width : slot.column.width }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <SelectAll keys={keys} selection={selection} />
            <RunHeader {...props} slots={slots} />
            <td aria-hidden />
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <Spacer height={from * rowHeight} span={slots.length + 3} /> : null}
          {visible.map((item, i) => {
            const index = from + i + 2;
            if (item.kind === "run")
              return (
                <RunRow
                  key={item.key}
                  item={item}
                  index={index}
                  slots={slots}
                  picked={selection.keys.has(item.run.id)}
                  peeked={item.run.id === props.peek}
                  onPick={pick}
                  tools={props}
                />
              );
            if (item.kind === "group") return <GroupRow key={item.key} item={item} index={index} slots={slots} tools={props} />;
            return <MoreRow key={item.key} item={item} span={slots.length + 3} />;
          })}
          {below > 0 ? <Spacer height={below * rowHeight} span={slots.length + 3} /> : null}
        </tbody>
      </table>
      <MoreRows
        hasMore={props.hasMore}
        loading={props.loadingMore}
        loadMore={props.loadMore}
        loaded={keys.length}
        style={{ maxWidth: Math.max(width, sight.width) }}
      />
    </div>
  );
}
