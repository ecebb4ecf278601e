import { Button } from "antd";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteCustomMetric, listCustomMetrics, type CustomMetric } from "../../../../capabilities/tracking/contract/custom-metrics.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { usePlace } from "../../../lib/place.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { CustomMetricForm } from "../components/custom/CustomMetricForm.tsx";

interface Start {
  name: string;
  expression: string;
}

const examples: readonly Start[] = [
  { name: "f1", expression: "2 * precision * recall / (precision + recall)" },
  { name: "overfit", expression: "max(train_auc) - max(val_auc)" },
  { name: "auc_per_ms", expression: "val_auc / latency_ms" },
];

/** Metrics that people define by an expression over others. */
export default function MetricsPage() {
  const t = useT();
  const place = usePlace();
  if (place.projectId === null)
    return (
      <Page title={t("Custom metrics")}>
        <div className="card">
          <Empty say={t("A custom metric belongs to a project. Choose one at the top left.")} />
        </div>
      </Page>
    );
  return <OfProject projectId={place.projectId} />;
}

function OfProject({ projectId }: { projectId: string }) {
  const t = useT();
  const [form, setForm] = useState<Start | CustomMetric | null>(null);
  const list = useList(listCustomMetrics, { projectId }, { key: "name", order: "asc" });
  const may = useMayBuild(projectId);
  const remove = useDo(deleteCustomMetric, { also: ["runs"] });
  const drop = async (metric: CustomMetric) => {
    const yes = await confirm({
      title: t("Delete {name}", { name: metric.key }),
      effect: t("It leaves every run, table, filter and chart of this project. The metrics it is made of stay."),
      act: t("Delete {name}", { name: metric.key }),
      danger: true,
    });
    if (yes) remove.mutate({ customMetricId: metric.id });
  };
  const columns: Column<CustomMetric>[] = [
    { key: "name", title: t("Metric"), name: true, sort: "name", cell: (m) => <span className="mono">{m.key}</span>, text: (m) => m.key },
    { key: "expression", title: t("Expression"), cell: (m) => <span className="mono">{m.expression}</span>, text: (m) => m.expression, narrow: "meta" },
    { key: "description", title: t("Description"), cell: (m) => <span className="t2">{m.description}</span>, text: (m) => m.description },
    {
      key: "filled",
      title: t("Earlier runs"),
      cell: (m) => <span className="t2">{m.filled ? t("have it") : t("being filled in")}</span>,
      text: (m) => String(m.filled),
    },
    { key: "by", title: t("By"), cell: (m) => m.createdBy, text: (m) => m.createdBy, optional: true },
    { key: "updatedAt", title: t("Changed"), align: "end", cell: (m) => <Time at={m.updatedAt} />, text: (m) => m.updatedAt, narrow: "value" },
  ];
  if (may)
    columns.push({
      key: "acts",
      title: t("Acts"),
      align: "end",
      cell: (m) => (
        <span className="row g4">
          <button type="button" className="icon-button s" aria-label={t("Change {name}", { name: m.key })} onClick={() => setForm(m)}>
            <Pencil size={14} aria-hidden />
          </button>
          <button type="button" className="icon-button s" aria-label={t("Delete {name}", { name: m.key })} onClick={() => void drop(m)}>
            <Trash2 size={14} aria-hidden />
          </button>
        </span>
      ),
    });
  return (
    <Page
      title={t("Custom metrics")}
      actions={
        may ? (
          <Button type="primary" icon={<Plus />} onClick={() => setForm({ name: "", expression: "" })}>
            {t("New metric")}
          </Button>
        ) : undefined
      }
    >
      {form === null ? null : (
        <CustomMetricForm
          key={"id" in form ? form.id : form.expression}
          projectId={projectId}
          {...("id" in form ? { metric: form } : { start: form })}
          onDone={() => setForm(null)}
          onCancel={() => setForm(null)}
        />
      )}
      <div className="card">
        <DataTable
          label={t("Custom metrics")}
          filterLabel={t("Filter metrics")}
          rowKey={(m) => m.id}
          list={list}
          columns={columns}
          empty={
            <Empty
              say={t("No custom metric yet. It is an expression over metrics, and stands wherever a metric does.")}
              action={
                !may ? undefined : (
                  <span className="row wrap">
                    {examples.map((example) => (
                      <Button key={example.name} onClick={() => setForm(example)}>
                        <span className="mono">{`${example.name} = ${example.expression}`}</span>
                      </Button>
                    ))}
                  </span>
                )
              }
            />
          }
        />
      </div>
    </Page>
  );
}
