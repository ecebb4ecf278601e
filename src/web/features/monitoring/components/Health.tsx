import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { StatusChip, StatusIcon } from "../../../ui/StatusIcon.tsx";

export const healthWords: Record<Current["status"], string> = { healthy: msg("Healthy"), degraded: msg("Degraded"), waiting: msg("Too few rows") };
const kit = { healthy: "healthy", degraded: "degraded", waiting: "unknown" } as const;

/** State of a monitored deployment, icon and word. */
export function Health({ status }: { status: Current["status"] }) {
  const t = useT();
  return <StatusIcon status={kit[status]} word={t(healthWords[status])} />;
}

/** The same as a chip beside a title. */
export function HealthChip({ status }: { status: Current["status"] }) {
  const t = useT();
  return <StatusChip status={kit[status]} word={t(healthWords[status])} />;
}
