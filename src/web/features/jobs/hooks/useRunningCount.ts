import { useQuery } from "@tanstack/react-query";
import { listJobs } from "../../../../capabilities/jobs/contract.ts";
import { queryFor } from "../../../lib/query.ts";

/** Jobs of the workspace that run now. */
export function useRunningCount(): { n: number; tone: "plain" } | null {
  const running = useQuery({ ...queryFor(listJobs, { state: ["running"], limit: 100 }), refetchInterval: 10_000 });
  return running.data && running.data.items.length > 0 ? { n: running.data.items.length, tone: "plain" } : null;
}
