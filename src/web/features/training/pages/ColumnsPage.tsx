import type { Training } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { staticList } from "../../../ui/table/column.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { TrainingFrame } from "../components/TrainingFrame.tsx";

/** What was done with each column, and why. */
export default function ColumnsPage() {
  return <TrainingFrame>{(training) => <Columns training={training} />}</TrainingFrame>;
}

function Columns({ training }: { training: Training }) {
  const t = useT();
  const filter = useUrlValue("q");
  const wanted = filter.value.toLocaleLowerCase();
  const rows = training.columns.filter((c) => `${c.name} ${c.treatment} ${c.reason}`.toLocaleLowerCase().includes(wanted));
  return (
    <div className="card">
      <DataTable
        label={t("Columns")}
        filterLabel={t("Filter columns")}
        rowKey={(c) => c.name}
        list={staticList(rows, { filter: filter.value, setFilter: filter.type })}
        columns={[
          { key: "name", title: t("Column"), name: true, cell: (c) => <span className="mono">{c.name}</span>, text: (c) => c.name },
          { key: "treatment", title: t("Used as"), cell: (c) => c.treatment, text: (c) => c.treatment, narrow: "value" },
          { key: "reason", title: t("Why"), cell: (c) => <span className="t2">{c.reason}</span>, text: (c) => c.reason, narrow: "meta" },
        ]}
        empty={t("The columns are described when the training starts.")}
      />
    </div>
  );
}
