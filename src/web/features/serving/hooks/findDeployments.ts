import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Deployments whose name or model holds the text. */
export async function findDeployments(q: string, place: Place, signal: AbortSignal): Promise<{ id: string; label: string; to: string }[]> {
  const found = await api(listDeployments, { q, limit: 6 }, { signal });
  return found.items.map((d) => ({ id: d.id, label: d.name, to: place.at(`deployments/${d.id}`, d.projectId) }));
}
