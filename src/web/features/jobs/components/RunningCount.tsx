import { useQuery } from "@tanstack/react-query";
import { listJobs } from "../../../../capabilities/jobs/contract.ts";
import { queryFor } from "../../../lib/query.ts";
import { NavCount } from "../../../ui/NavCount.tsx";

/** Jobs of the workspace that run now. */
export function RunningCount() {
  const running = useQuery({ ...queryFor(listJobs, { state: ["running"], limit: 100 }), refetchInterval: 10_000 });
  return <NavCount n={running.data?.items.length ?? 0} tone="plain" />;
}
