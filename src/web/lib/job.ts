import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { getJob, type Job, type LogLine, watchJob } from "../../capabilities/jobs/contract.ts";
import { invalidateNoun, queryFor } from "./query.ts";
import { useWatch } from "./watch.ts";

const ended = new Set<Job["state"]>(["finished", "failed", "cancelled"]);

/** True when a job will not change any more. */
export function hasEnded(job: Pick<Job, "state">): boolean {
  return ended.has(job.state);
}

/**
 * Follows a job live, by stream and by polling where the stream is down.
 * When it ends, reads of the nouns in `also` are fetched again.
 */
export function useJob(
  jobId: string | null,
  options: { also?: readonly string[]; onEnd?(job: Job): void } = {},
): { job: Job | null; lines: readonly LogLine[]; error: Error | null } {
  const client = useQueryClient();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const read = queryFor(getJob, { jobId: jobId ?? "" });
  const query = useQuery({ ...read, enabled: jobId !== null });
  const watching = jobId !== null && !(query.data && hasEnded(query.data));
  useWatch(
    watchJob,
    watching ? { jobId } : null,
    (event) => {
      client.setQueryData(read.queryKey, event.job);
      setLines((before) => (event.lines.length === 0 ? before : [...before.filter((line) => line.line < (event.lines[0]?.line ?? 0)), ...event.lines]));
      if (!hasEnded(event.job)) return;
      for (const noun of ["jobs", ...(options.also ?? [])]) void invalidateNoun(client, noun);
      options.onEnd?.(event.job);
    },
    { poll: [read.queryKey] },
  );
  return { job: query.data ?? null, lines, error: query.error };
}
