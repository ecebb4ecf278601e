import { useQuery, keepPreviousData } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { readTable } from "../../../../../capabilities/tracking/contract/tables.ts";
import type { JsonValue } from "../../../../../kernel/contract/common.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { queryFor } from "../../../../lib/query.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { Async } from "../../../../ui/states.tsx";
import "../../../../ui/table/table.css";

const pageRows = 100;

/** Rows of a table file, page by page from the server. */
export function ArtifactTable({ runId, path }: { runId: string; path: string }) {
  const t = useT();
  const f = useFormat();
  const from = useUrlValue("row", "0");
  const offset = Math.max(0, Math.floor(Number(from.value) || 0));
  const table = useQuery({ ...queryFor(readTable, { runId, path, offset, limit: pageRows }), placeholderData: keepPreviousData });
  return (
    <Async query={table} what={t("The table could not load.")} rows={8}>
      {({ columns, rows, total }) => (
        <>
          <div className="table-tools">
            <span className="sm t2 num">
              {rows.length === 0 ? t("No rows") : t("Rows {from} to {to} of {all}", { from: offset + 1, to: offset + rows.length, all: total })}
            </span>
            <span className="sm t3">{t("{n, plural, one {# column} other {# columns}}", { n: columns.length })}</span>
            <span className="end row">
              <Button
                size="small"
                icon={<ChevronLeft />}
                aria-label={t("Earlier rows")}
                disabled={offset === 0}
                onClick={() => from.type(String(Math.max(0, offset - pageRows)))}
              />
              <Button
                size="small"
                icon={<ChevronRight />}
                aria-label={t("Later rows")}
                disabled={offset + rows.length >= total}
                onClick={() => from.type(String(offset + pageRows))}
              />
            </span>
          </div>
          <div className="artifact-table" tabIndex={0} role="region" aria-label={path}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col" className="num t3">
                    {t("Row")}
                  </th>
                  {columns.map((column, i) => (
                    <th key={i} scope="col" className={isNumber(column.type) ? "num" : ""}>
                      <span className="mono">{column.name}</span>
                      <span className="sm t3 column-type">{column.type.toLowerCase()}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  <tr key={offset + i}>
                    <td className="num t3">{f.count(offset + i + 1)}</td>
                    {row.map((cell, j) => (
                      <td key={j} className={`mono ${isNumber(columns[j]?.type ?? "") ? "num" : ""} ${cell === null ? "t3" : ""}`}>
                        {shown(cell)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Async>
  );
}

const isNumber = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type) && !type.endsWith("[]");

function shown(cell: JsonValue): string {
  if (cell === null) return "null";
  const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
