import type { Webhook } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useT } from "../../../lib/i18n.ts";
import { StatusChip, StatusIcon } from "../../../ui/StatusIcon.tsx";

/** Active, disabled, or active with a last delivery that failed. */
export function WebhookState({ webhook, chip = false }: { webhook: Webhook; chip?: boolean }) {
  const t = useT();
  const Shown = chip ? StatusChip : StatusIcon;
  if (webhook.status === "disabled") return <Shown status="paused" word={t("Disabled")} />;
  return webhook.lastDelivery?.state === "failed" ? (
    <Shown status="degraded" word={t("Last delivery failed")} />
  ) : (
    <Shown status="healthy" word={t("Active")} />
  );
}
