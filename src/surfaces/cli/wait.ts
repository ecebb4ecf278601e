import { CliRefusal, type Answer, type Client } from "./client.ts";

interface JobView {
  state: string;
  done: number;
  total: number | null;
  message: string;
  error: string | null;
  result: unknown;
}

const pollMs = 400;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows a job to its end; progress goes to standard error. @throws CliRefusal when it failed or was cancelled. */
export async function waitForJob(client: Client, jobId: string, quiet: boolean): Promise<JobView> {
  let shown = "";
  for (;;) {
    const job = (await client.call("GET", `/api/v1/jobs/${jobId}`)).body as unknown as JobView;
    const line = `${job.state} ${job.done}${job.total === null ? "" : `/${job.total}`} ${job.message ?? ""}`.trim();
    if (!quiet && line !== shown) process.stderr.write(`${(shown = line)}\n`);
    if (job.state === "finished") return job;
    if (job.state === "failed" || job.state === "cancelled")
      throw new CliRefusal(`The job ${job.state}: ${job.error ?? job.message ?? jobId}`, `./lumina jobs logs ${jobId}`);
    await pause(pollMs);
  }
}

/** Waits until a request was decided and carried out. */
export async function waitForApproval(client: Client, id: string, quiet: boolean): Promise<Answer> {
  let shown = "";
  for (;;) {
    const answer = await client.call("GET", `/api/v1/approvals/${id}`);
    const status = String(answer.body.status);
    if (!quiet && status !== shown) process.stderr.write(`approval ${id}: ${(shown = status)}\n`);
    if (status === "done") return answer;
    if (status !== "pending" && status !== "approved") throw new CliRefusal(`The request was ${status}.`, `./lumina approvals get ${id}`);
    await pause(pollMs);
  }
}
