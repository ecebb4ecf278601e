import { useQuery } from "@tanstack/react-query";
import { listRuns, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { staticList } from "../../../ui/table/column.ts";
import { useRunColumns } from "./runColumns.tsx";

/** Runs inside this one; nothing where there are none. */
export function ChildRuns({ run }: { run: Run }) {
  const t = useT();
  const live = run.status === "running" || run.status === "queued";
  const children = useQuery({ ...queryFor(listRuns, { parentRunId: run.id, limit: 200 }), refetchInterval: live ? 3000 : false });
  const rows = children.data?.items ?? [];
  const columns = useRunColumns(rows, 0);
  if (rows.length === 0) return null;
  return (
    <Card title={t("Runs inside")} remark={t("{n, plural, one {# run} other {# runs}}", { n: rows.length })}>
      <DataTable
        label={t("Runs inside")}
        columns={columns.map(({ sort: _sort, ...column }) => column)}
        rowKey={(each) => each.id}
        list={staticList(rows)}
        empty=""
      />
    </Card>
  );
}
