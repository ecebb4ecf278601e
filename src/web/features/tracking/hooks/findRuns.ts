import { listExperiments } from "../../../../capabilities/tracking/contract/experiments.ts";
import { listRuns } from "../../../../capabilities/tracking/contract/runs.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Runs whose name holds `q`, for the palette. */
export async function findRuns(q: string, place: Place, signal: AbortSignal) {
  const { items } = await api(listRuns, { q, limit: 6 }, { signal });
  return items.map((run) => ({ id: run.id, label: run.name, to: place.at(`runs/${run.id}`, run.projectId) }));
}

/** Experiments whose name holds `q`, for the palette. */
export async function findExperiments(q: string, place: Place, signal: AbortSignal) {
  const { items } = await api(listExperiments, { q, limit: 6 }, { signal });
  return items.map((each) => ({ id: each.id, label: each.name, to: place.at(`experiments/${each.id}`, each.projectId) }));
}
