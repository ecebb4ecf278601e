import { useQuery } from "@tanstack/react-query";
import { listProjects } from "../../../../capabilities/projects/contract.ts";
import { shortId } from "../../../lib/format.ts";
import { queryFor } from "../../../lib/query.ts";

/** Names of projects by id; one that is not known yet reads as the end of its id. */
export function useProjectNames(): (id: string) => string {
  const projects = useQuery(queryFor(listProjects, { limit: 1000 }));
  const names = new Map((projects.data?.items ?? []).map((p) => [p.id, p.name]));
  return (id) => names.get(id) ?? shortId(id);
}
