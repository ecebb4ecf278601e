import { listProjects } from "../../../../capabilities/projects/contract.ts";
import { api } from "../../../lib/client.ts";
import type { Place } from "../../../lib/place.ts";

/** Projects whose name or description holds the text. */
export async function findProjects(q: string, place: Place, signal: AbortSignal): Promise<{ id: string; label: string; to: string }[]> {
  const found = await api(listProjects, { q, limit: 6 }, { signal });
  return found.items.map((project) => ({ id: project.id, label: project.name, to: place.at("", project.id) }));
}
