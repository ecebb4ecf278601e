import { useQuery } from "@tanstack/react-query";
import { listApprovals } from "../../../../capabilities/governance/contract.ts";
import { queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { NavCount } from "../../../ui/NavCount.tsx";

/** Requests that wait for somebody else than their maker. */
export function WaitingCount() {
  const { profile } = useSession();
  const waiting = useQuery({ ...queryFor(listApprovals, { status: "pending", limit: 100 }), refetchInterval: 10_000 });
  return <NavCount n={(waiting.data?.items ?? []).filter((a) => a.maker.id !== profile?.id).length} tone="hot" />;
}
