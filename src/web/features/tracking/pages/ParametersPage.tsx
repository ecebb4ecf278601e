import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Empty } from "../../../ui/states.tsx";
import { staticList } from "../../../ui/table/column.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** What the run was started with. */
export default function ParametersPage() {
  return <RunFrame>{(run) => <Parameters run={run} />}</RunFrame>;
}

function Parameters({ run }: { run: Run }) {
  const t = useT();
  const filter = useUrlValue("q");
  const wanted = filter.value.toLocaleLowerCase();
  const rows = Object.entries(run.params)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .filter(([key, value]) => `${key} ${value}`.toLocaleLowerCase().includes(wanted));
  return (
    <div className="card">
      <DataTable
        label={t("Parameters")}
        filterLabel={t("Filter parameters")}
        rowKey={([key]) => key}
        list={staticList(rows, { filter: filter.value, setFilter: filter.type })}
        columns={[
          { key: "name", title: t("Parameter"), name: true, cell: ([key]) => <span className="mono">{key}</span>, text: ([key]) => key },
          { key: "value", title: t("Value"), cell: ([, value]) => <span className="mono">{value}</span>, text: ([, value]) => value, narrow: "value" },
        ]}
        empty={<Empty say={t("This run has no parameters.")} />}
      />
    </div>
  );
}
