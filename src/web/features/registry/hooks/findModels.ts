import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Models whose name or description holds the text. */
export async function findModels(q: string, place: Place, signal: AbortSignal): Promise<{ id: string; label: string; to: string }[]> {
  const found = await api(listModels, { q, limit: 6 }, { signal });
  return found.items.map((model) => ({ id: model.id, label: model.name, to: place.at(`models/${model.id}`, model.projectId) }));
}
