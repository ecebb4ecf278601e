import { listJobs } from "../../../../capabilities/jobs/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Jobs whose label or name holds the text. */
export async function findJobs(q: string, place: Place, signal: AbortSignal): Promise<{ id: string; label: string; to: string }[]> {
  const found = await api(listJobs, { q, limit: 6 }, { signal });
  return found.items.map((job) => ({ id: job.id, label: job.label, to: place.at(`jobs/${job.id}`, null) }));
}
