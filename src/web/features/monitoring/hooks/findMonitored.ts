import { monitoringCurrent } from "../../../../capabilities/monitoring/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Live pages of deployments whose name or model holds the text. */
export async function findMonitored(q: string, place: Place, signal: AbortSignal): Promise<{ id: string; label: string; to: string }[]> {
  const found = await api(monitoringCurrent, { q, limit: 4 }, { signal });
  return found.items.map((d) => ({ id: d.deploymentId, label: d.name, to: place.at(`monitoring/${d.deploymentId}`, d.projectId) }));
}
