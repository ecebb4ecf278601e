import { listTrainings } from "../../../../capabilities/training/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Trainings whose name holds `q`, for the palette. */
export async function findTrainings(q: string, place: Place, signal: AbortSignal) {
  const { items } = await api(listTrainings, { q, limit: 6 }, { signal });
  return items.map((each) => ({ id: each.id, label: each.name, to: place.at(`training/${each.id}`, each.projectId) }));
}
