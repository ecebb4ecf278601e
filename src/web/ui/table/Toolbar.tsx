import { Button, Checkbox } from "antd";
import { Columns3, Download, Filter, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useT } from "../../lib/i18n.ts";
import type { List } from "../../lib/list.ts";
import { Popup } from "../Popup.tsx";
import { saveFile } from "../saveFile.ts";
import { toCsv, type Column } from "./column.ts";
import type { ChosenColumns } from "./useColumns.ts";

interface ToolbarProps<Row> {
  label: string;
  list: List<Row>;
  columns: readonly Column<Row>[];
  chosen: ChosenColumns<Row>;
  filterLabel: string | undefined;
  tools: ReactNode;
}

/** Filter field, count, column chooser, CSV. */
export function Toolbar<Row>({ label, list, columns, chosen, filterLabel, tools }: ToolbarProps<Row>) {
  const t = useT();
  const f = useFormat();
  const choosable = columns.filter((c) => !c.name);
  const withText = columns.some((c) => c.text);
  if (filterLabel === undefined && !tools && !choosable.some((c) => c.optional) && !(withText && list.rows.length > 0)) return null;
  return (
    <div className="table-tools">
      {filterLabel === undefined ? null : (
        <label className="filter-field">
          <Filter size={14} aria-hidden />
          <span className="sr">{filterLabel}</span>
          <input type="search" data-filter-field placeholder={filterLabel} value={list.filter} onChange={(event) => list.setFilter(event.target.value)} />
          {list.filter === "" ? null : (
            <button type="button" className="icon-button s" aria-label={t("Clear filter")} onClick={() => list.setFilter("")}>
              <X size={14} aria-hidden />
            </button>
          )}
        </label>
      )}
      {list.loading || list.rows.length === 0 ? null : (
        <span className="sm t2 num nowrap" role="status">
          {list.hasMore ? t("first {n} rows", { n: f.count(list.rows.length) }) : t("{n, plural, one {# row} other {# rows}}", { n: list.rows.length })}
        </span>
      )}
      {tools}
      <span className="end row g4">
        {choosable.some((c) => c.optional) ? (
          <Popup
            side="end"
            label={t("Columns")}
            button={(attributes) => (
              <Button size="small" className="quiet" icon={<Columns3 />} {...attributes}>
                {t("Columns")}
              </Button>
            )}
          >
            {() => (
              <div className="col g6 pad">
                {choosable.map((column) => (
                  <Checkbox key={column.key} checked={chosen.columns.includes(column)} onChange={() => chosen.toggle(column.key)}>
                    {column.title}
                  </Checkbox>
                ))}
              </div>
            )}
          </Popup>
        ) : null}
        {withText && list.rows.length > 0 ? (
          <Button
            size="small"
            className="quiet hide-narrow"
            icon={<Download />}
            onClick={() => saveFile(`${label}.csv`, "text/csv", toCsv(chosen.columns, list.rows))}
          >
            {t("CSV")}
          </Button>
        ) : null}
      </span>
    </div>
  );
}
