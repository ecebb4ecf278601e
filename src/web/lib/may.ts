import { useQuery } from "@tanstack/react-query";
import { listGrants } from "../../capabilities/projects/contract.ts";
import { queryFor } from "./query.ts";
import { useSession } from "./session.ts";

/**
 * Whether this person may change what a project holds: its experiments, runs, traces, models. A grant on
 * the project stands in place of the role. Acts that would be refused are not shown; the server decides again.
 */
export function useMayBuild(projectId: string | null): boolean {
  const { role, profile } = useSession();
  const asks = projectId !== null && role !== null && role !== "admin" && profile !== null;
  const grants = useQuery({ ...queryFor(listGrants, { projectId: projectId ?? "", q: profile?.name ?? "", limit: 200 }), enabled: asks, staleTime: 60_000 });
  const own = asks ? grants.data?.items.find((grant) => grant.memberId === profile.id) : undefined;
  return own === undefined ? role !== "viewer" : own.role !== "viewer";
}
