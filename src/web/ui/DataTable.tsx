import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import type { List } from "../lib/list.ts";
import { useT } from "../lib/i18n.ts";
import { CardRows } from "./table/CardRows.tsx";
import type { Column, Selection } from "./table/column.ts";
import { toggleRow } from "./table/column.ts";
import { HeaderCell, SelectAll } from "./table/Header.tsx";
import { onTableKey } from "./table/keys.ts";
import { MoreRows, Spacer } from "./table/Rest.tsx";
import { Toolbar } from "./table/Toolbar.tsx";
import { useColumns } from "./table/useColumns.ts";
import { Empty, ErrorState, FilteredEmpty, Loading } from "./states.tsx";
import { useNarrow } from "./useMedia.ts";
import "./table/table.css";

export interface DataTableProps<Row> {
  /** Name for screen readers and the CSV file. */
  label: string;
  columns: readonly Column<Row>[];
  rowKey(row: Row): string;
  /** From `useList`, or made by hand with `staticList`. */
  list: List<Row>;
  /** What stands here when there is nothing and no filter. */
  empty: ReactNode;
  /** Placeholder of the filter field; absent hides the field. */
  filterLabel?: string;
  selection?: Selection<Row>;
  /** Acts on the selection, shown floating; at most four. */
  bulk?(rows: readonly Row[], clear: () => void): ReactNode;
  /** More controls beside the filter field. */
  tools?: ReactNode;
  /** 34 usual, 28 dense. */
  rowHeight?: number;
  /** Fills the page below instead of growing to 70 % of the screen. */
  fill?: boolean;
  rowTone?(row: Row): "selected" | "warn" | "err" | "" | undefined;
}

const virtualFrom = 60;

/**
 * The table of every list: sticky header and name column, rows virtual from 60 on (never more than
 * 80 in the document), sorted and filtered by the server, endless. Two-line cards below 768 px.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { list, columns, rowKey, label } = props;
  const t = useT();
  const narrow = useNarrow();
  const shown = useColumns(columns);
  const selected = props.selection ? list.rows.filter((row) => props.selection?.keys.has(rowKey(row))) : [];
  return (
    <div className={`data-table ${props.fill ? "fill" : ""}`}>
      <Toolbar label={label} list={list} columns={columns} chosen={shown} filterLabel={props.filterLabel} tools={props.tools} />
      {list.loading ? (
        <Loading />
      ) : list.error && list.rows.length === 0 ? (
        <ErrorState error={list.error} what={t("The list could not load.")} onRetry={list.retry} />
      ) : list.rows.length === 0 ? (
        list.filter === "" ? (
          typeof props.empty === "string" ? (
            <Empty say={props.empty} />
          ) : (
            props.empty
          )
        ) : (
          <FilteredEmpty filter={list.filter} onClear={() => list.setFilter("")} />
        )
      ) : narrow ? (
        <CardRows {...props} columns={columns} />
      ) : (
        <Rows {...props} columns={shown.columns} />
      )}
      {props.bulk && selected.length > 0 ? (
        <div className="bulk-bar" role="toolbar" aria-label={t("Acts on the selection")}>
          <b className="nowrap">{t("{n, plural, one {# selected} other {# selected}}", { n: selected.length })}</b>
          {props.bulk(selected, () => props.selection?.onChange(new Set()))}
        </div>
      ) : null}
    </div>
  );
}

function Rows<Row>({ label, list, columns, rowKey, selection, rowHeight = 34, rowTone }: DataTableProps<Row>) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = list.rows.length > virtualFrom;
  // oxlint-disable-next-line react/incompatible-library -- its functions change with the scroll, on purpose
  const virtualizer = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
    initialRect: { width: 1000, height: 900 },
  });
  const items = virtualizer.getVirtualItems();
  const from = virtual ? (items[0]?.index ?? 0) : 0;
  const to = virtual ? (items.at(-1)?.index ?? -1) + 1 : list.rows.length;
  const visible = list.rows.slice(from, Math.min(to, from + 80));
  const below = list.rows.length - from - visible.length;
  const span = columns.length + (selection ? 1 : 0);
  const keys = () => list.rows.map(rowKey);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move the focus between the links inside
    <div
      className="table-scroll"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={label}
      onKeyDown={onTableKey}
      onScroll={(event) => {
        const box = event.currentTarget;
        if (list.hasMore && box.scrollTop + box.clientHeight > box.scrollHeight - 600) list.loadMore();
      }}
    >
      <table aria-rowcount={list.hasMore ? -1 : list.rows.length + 1} style={{ "--row": `${rowHeight}px` } as React.CSSProperties}>
        <thead>
          <tr aria-rowindex={1}>
            {selection ? <SelectAll keys={keys()} selection={selection} /> : null}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={list.sort} onSort={list.setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <Spacer span={span} height={from * rowHeight} /> : null}
          {visible.map((row, i) => {
            const key = rowKey(row);
            const picked = selection?.keys.has(key) ?? false;
            return (
              <tr
                key={key}
                aria-rowindex={from + i + 2}
                aria-selected={selection ? picked : undefined}
                className={picked ? "selected" : (rowTone?.(row) ?? "")}
              >
                {selection ? (
                  <td className="pick">
                    <input
                      type="checkbox"
                      aria-label={t("Select the row")}
                      checked={picked}
                      onClick={(event) => toggleRow(selection, keys(), key, event.shiftKey)}
                      readOnly
                    />
                  </td>
                ) : null}
                {columns.map((column) =>
                  column.name ? (
                    <th key={column.key} scope="row" className={`name ${column.align === "end" ? "right" : ""}`}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.key} className={column.align === "end" ? "right num" : ""}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
          {below > 0 ? <Spacer span={span} height={below * rowHeight} /> : null}
        </tbody>
      </table>
      <MoreRows hasMore={list.hasMore} loading={list.loadingMore} loadMore={list.loadMore} />
    </div>
  );
}
