import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { getWebhook } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { Deliveries } from "../components/Deliveries.tsx";
import { WebhookActs } from "../components/WebhookActs.tsx";
import { WebhookState } from "../components/WebhookState.tsx";

/** One webhook and what it was sent. */
export default function WebhookPage() {
  const t = useT();
  const place = usePlace();
  const { webhookId = "" } = useParams();
  const query = useQuery({ ...queryFor(getWebhook, { webhookId }), refetchInterval: 3000 });
  const webhook = query.data;
  if (!webhook)
    return (
      <Page title={t("Webhook")}>
        <Async query={query} what={t("The webhook could not load.")}>
          {() => null}
        </Async>
      </Page>
    );
  return (
    <Page
      title={webhook.name}
      chips={<WebhookState webhook={webhook} chip />}
      crumbs={[{ label: t("Webhooks"), to: place.at("settings/webhooks", null) }]}
      meta={
        <>
          <span className="mono">{webhook.url}</span>
          <span>{webhook.signed ? t("signed") : t("not signed")}</span>
          <span>{webhook.events.join(", ")}</span>
        </>
      }
      actions={<WebhookActs webhook={webhook} />}
    >
      <Deliveries webhookId={webhook.id} />
    </Page>
  );
}
