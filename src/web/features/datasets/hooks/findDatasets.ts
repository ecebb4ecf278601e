import { listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Datasets whose name or description holds `q`, for the palette. */
export async function findDatasets(q: string, place: Place, signal: AbortSignal) {
  const { items } = await api(listDatasets, { q, limit: 6 }, { signal });
  return items.map((d) => ({ id: d.id, label: d.name, to: place.at(`datasets/${d.id}`, d.projectId) }));
}
