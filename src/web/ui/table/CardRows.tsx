import { useT } from "../../lib/i18n.ts";
import type { DataTableProps } from "../DataTable.tsx";
import { toggleRow } from "./column.ts";
import { MoreRows } from "./Rest.tsx";

/** Two-line rows of 60 px for narrow screens: name, quiet facts below, values at the end. */
export function CardRows<Row>({ list, columns, rowKey, selection, label }: DataTableProps<Row>) {
  const t = useT();
  const name = columns.find((c) => c.name) ?? columns[0];
  const meta = columns.filter((c) => c.narrow === "meta");
  const values = columns.filter((c) => c.narrow === "value").slice(0, 2);
  const keys = () => list.rows.map(rowKey);
  return (
    <div className="card-rows">
      <ul aria-label={label}>
        {list.rows.slice(0, 400).map((row) => {
          const key = rowKey(row);
          const picked = selection?.keys.has(key) ?? false;
          return (
            <li key={key} className={picked ? "selected" : ""}>
              {selection ? (
                <input type="checkbox" aria-label={t("Select the row")} checked={picked} onChange={() => toggleRow(selection, keys(), key, false)} />
              ) : null}
              <span className="grow">
                <span className="m block ellipsis">{name?.cell(row)}</span>
                <span className="row g6 sm t2 meta-line">
                  {meta.map((column) => (
                    <span key={column.key} className="ellipsis">
                      {column.cell(row)}
                    </span>
                  ))}
                </span>
              </span>
              <span className="right num">
                {values.map((column, i) => (
                  <span key={column.key} className={`block nowrap ${i === 0 ? "m" : "sm t2"}`}>
                    {column.cell(row)}
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      <MoreRows hasMore={list.hasMore} loading={list.loadingMore} loadMore={list.loadMore} />
    </div>
  );
}
