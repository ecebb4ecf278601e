import { useQuery } from "@tanstack/react-query";
import { downloadArtifact } from "../../capabilities/tracking/contract/artifacts.ts";
import { bytesOf, ticketFor } from "./transfer.ts";

/** Text of a run's artifact, read by its download ticket. @throws ProblemError when refused. */
export async function readArtifact(runId: string, path: string, signal?: AbortSignal): Promise<string> {
  const ticket = ticketFor(downloadArtifact, { runId, path });
  return await (
    await bytesOf(
      ticket.then(({ url }) => url),
      signal,
    )
  ).text();
}

/** A JSON artifact of a run; undefined data while it loads. */
export function useArtifact<T>(runId: string | null, path: string) {
  return useQuery({
    queryKey: ["runs.artifact", runId, path],
    queryFn: async ({ signal }): Promise<T> => JSON.parse(await readArtifact(runId ?? "", path, signal)) as T,
    enabled: runId !== null,
    staleTime: Infinity,
  });
}
