import { Button } from "antd";
import { Plus } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { listWebhooks, type Webhook } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { useManages } from "../components/useManages.ts";
import { WebhookForm } from "../components/WebhookForm.tsx";
import { WebhookState } from "../components/WebhookState.tsx";

/** Addresses outside that hear of the model registry. */
export default function WebhooksPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const manages = useManages();
  const making = useUrlValue("new");
  const list = useList(listWebhooks, {}, { key: "createdAt", order: "desc" }, { refetchMs: 5000 });
  const columns: Column<Webhook>[] = [
    {
      key: "name",
      title: t("Name"),
      name: true,
      sort: "name",
      cell: (w) => <Link to={place.at(`settings/webhooks/${w.id}`, null)}>{w.name}</Link>,
      text: (w) => w.name,
    },
    { key: "url", title: t("Address"), cell: (w) => <span className="mono t2">{w.url}</span>, text: (w) => w.url, narrow: "meta" },
    {
      key: "events",
      title: t("Events"),
      cell: (w) => (
        <span className="t2" title={w.events.join(", ")}>
          {w.events.length === 1 ? w.events[0] : t("{n, plural, one {# event} other {# events}}", { n: w.events.length })}
        </span>
      ),
      text: (w) => w.events.join(" "),
    },
    { key: "state", title: t("State"), narrow: "value", cell: (w) => <WebhookState webhook={w} />, text: (w) => w.status },
    { key: "waiting", title: t("In line"), align: "end", cell: (w) => <span className="num">{f.count(w.waiting)}</span>, text: (w) => w.waiting },
    { key: "last", title: t("Last delivery"), cell: (w) => <Time at={w.lastDelivery?.at} />, text: (w) => w.lastDelivery?.at },
  ];
  const add = (
    <Button type="primary" icon={<Plus />} onClick={() => making.choose("1")}>
      {t("New webhook")}
    </Button>
  );
  return (
    <Page
      title={t("Webhooks")}
      meta={<span>{t("Events of models and prompts, sent signed to an address of yours and tried again until it takes them.")}</span>}
      actions={manages ? add : undefined}
    >
      {making.value === "1" && manages ? (
        <WebhookForm onDone={(made) => void navigate(place.at(`settings/webhooks/${made.id}`, null))} onCancel={() => making.type("")} />
      ) : null}
      <div className="card">
        <DataTable
          label={t("Webhooks")}
          list={list}
          columns={columns}
          rowKey={(w) => w.id}
          filterLabel={t("Filter by name or address")}
          empty={
            <Empty
              say={t("No webhook yet. One tells your own systems when a model or prompt gets a new version.")}
              {...(manages ? { action: add } : {})}
              snippet="./lumina webhooks create --name deploys --url https://hooks.example.org/models --events model_version.created"
            />
          }
        />
      </div>
    </Page>
  );
}
