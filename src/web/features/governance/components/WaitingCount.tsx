import { useQuery } from "@tanstack/react-query";
import { listApprovals } from "../../../../capabilities/governance/contract.ts";
import { queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { NavCount } from "../../../ui/NavCount.tsx";

/** Requests that wait for this person: of others, where the role decides. */
export function WaitingCount() {
  const { profile, role } = useSession();
  const decides = role === "admin" || role === "project_manager";
  const waiting = useQuery({ ...queryFor(listApprovals, { status: "pending", limit: 100 }), refetchInterval: 10_000, enabled: decides });
  return <NavCount n={(waiting.data?.items ?? []).filter((a) => a.maker.id !== profile?.id).length} tone="hot" />;
}
