import { RotateCcw } from "lucide-react";
import { listDeliveries, redeliver, type Delivery } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { CopyId } from "../../../ui/Copy.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { useManages } from "./useManages.ts";

/** What was sent, what was answered, how long it took, and when it is tried again. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const t = useT();
  const f = useFormat();
  const manages = useManages();
  const list = useList(listDeliveries, { webhookId }, { key: "createdAt", order: "desc" }, { refetchMs: 2000 });
  const again = useDo(redeliver);
  const columns: Column<Delivery>[] = [
    {
      key: "event",
      title: t("Event"),
      name: true,
      cell: (d) => (
        <span className="row g6">
          <span className="mono">{d.event}</span>
          {d.test ? <span className="chip">{t("test")}</span> : null}
        </span>
      ),
      text: (d) => d.event,
    },
    { key: "state", title: t("State"), narrow: "value", cell: (d) => <DeliveryState delivery={d} />, text: (d) => d.state },
    { key: "status", title: t("Answer"), align: "end", cell: (d) => <span className="num">{d.status ?? "—"}</span>, text: (d) => d.status },
    { key: "latency", title: t("Latency"), align: "end", cell: (d) => <span className="num">{f.duration(d.latencyMs)}</span>, text: (d) => d.latencyMs },
    { key: "attempts", title: t("Tries"), align: "end", cell: (d) => <span className="num">{d.attempts}</span>, text: (d) => d.attempts },
    {
      key: "said",
      title: t("What was said"),
      narrow: "meta",
      cell: (d) => (
        <span className="t2 ellipsis" title={d.error ?? d.answer ?? ""}>
          {d.error ?? d.answer ?? ""}
        </span>
      ),
      text: (d) => d.error ?? d.answer,
    },
    { key: "id", title: t("Delivery"), cell: (d) => <CopyId id={d.id} />, text: (d) => d.id, optional: true },
    { key: "at", title: t("Happened"), cell: (d) => <Time at={d.createdAt} />, text: (d) => d.createdAt },
    ...(manages
      ? [
          {
            key: "act",
            title: "",
            align: "end" as const,
            cell: (d: Delivery) =>
              d.state === "waiting" ? null : (
                <button
                  type="button"
                  className="icon-button s"
                  aria-label={t("Send {event} again", { event: d.event })}
                  title={t("Send again")}
                  onClick={() => again.mutate({ webhookId, deliveryId: d.id })}
                >
                  <RotateCcw size={14} aria-hidden />
                </button>
              ),
          },
        ]
      : []),
  ];
  return (
    <div className="card">
      <DataTable
        label={t("Deliveries")}
        list={list}
        columns={columns}
        rowKey={(d) => d.id}
        empty={t("Nothing was sent yet. Send a test, or wait for the first event.")}
      />
    </div>
  );
}

function DeliveryState({ delivery }: { delivery: Delivery }) {
  const t = useT();
  if (delivery.state === "delivered") return <StatusIcon status="finished" word={t("Delivered")} />;
  if (delivery.state === "failed") return <StatusIcon status="failed" />;
  return (
    <span className="row g6">
      <StatusIcon status="queued" word={delivery.attempts === 0 ? t("In line") : t("Tried again")} />
      {delivery.attempts === 0 || delivery.nextAt === null ? null : (
        <span className="t3">
          <Say m="next <time></time>" tags={{ time: () => <Time key="at" at={delivery.nextAt} /> }} />
        </span>
      )}
    </span>
  );
}
