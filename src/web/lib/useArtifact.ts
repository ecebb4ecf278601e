import { useQuery } from "@tanstack/react-query";
import { downloadArtifact } from "../../capabilities/tracking/contract/artifacts.ts";
import { act } from "./client.ts";
import { problemFrom } from "./problem.ts";

/** Text of a run's artifact, read by its download ticket. @throws ProblemError when refused. */
export async function readArtifact(runId: string, path: string, signal?: AbortSignal): Promise<string> {
  const acted = await act(downloadArtifact, { runId, path }, signal ? { signal } : {});
  if (acted.kind !== "done") throw new Error(path);
  const { ticket } = acted.output as unknown as { ticket: { url: string; method: string } };
  const response = await fetch(ticket.url, { method: ticket.method, credentials: "same-origin", signal: signal ?? null });
  if (!response.ok) throw await problemFrom(response);
  return await response.text();
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
