import * as z from "zod";
import { beat } from "../../../capabilities/tracking/contract/heartbeat.ts";
import { logMetrics } from "../../../capabilities/tracking/contract/metrics.ts";
import { getRun, updateRun } from "../../../capabilities/tracking/contract/runs.ts";
import { appendLines, readLines, rewriteLines } from "../../../capabilities/tracking/contract/streams.ts";
import type { Asked } from "./asked.ts";
import { eventPoints, historyPoints, settled, summaryPoints, timeOf, type Point } from "./history.ts";
import { streams } from "./names.ts";
import { WandbError } from "./problems.ts";

const Chunk = z.object({ offset: z.int().nonnegative(), content: z.array(z.string()) });
const known = Object.values(streams) as readonly string[];

export const StreamRequest = z.object({
  files: z
    .record(z.string(), Chunk)
    .nullish()
    .transform((f) => f ?? {}),
  uploaded: z.array(z.string()).nullish(),
  preempting: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  exitcode: z.int().nullish(),
});
export type StreamRequest = z.output<typeof StreamRequest>;

const pointsPerCall = 1000;
/** The SDK speaks every 30 s at least; the first word of a machine that was asleep may come late. */
const silenceS = 300;
const preemptedS = 7 * 86_400;
const lateS = 120;

async function log(asked: Asked, runId: string, points: readonly Point[]): Promise<void> {
  for (let from = 0; from < points.length; from += pointsPerCall) await asked.call(logMetrics, { runId, metrics: points.slice(from, from + pointsPerCall) });
}

/** One request of the stream: lines are kept by number and points once, so it may come twice. */
export async function receive(asked: Asked, project: string, name: string, request: StreamRequest): Promise<void> {
  const other = Object.keys(request.files).find((file) => !known.includes(file));
  if (other !== undefined) throw new WandbError(`${other} cannot be stored: this server takes ${known.join(", ")} as streams.`);
  const runId = await asked.runId(project, name);
  const run = await asked.call(getRun, { runId });
  if (run.status !== "running" && !request.complete) await asked.call(updateRun, { runId, status: "running" });
  const { [streams.history]: history, [streams.events]: events, [streams.summary]: summary, [streams.output]: output } = request.files;
  if (history && history.content.length > 0) {
    await asked.call(appendLines, { runId, stream: streams.history, offset: history.offset, lines: history.content.map(settled) });
    await log(
      asked,
      runId,
      history.content.flatMap((line, i) => historyPoints(line, history.offset + i)),
    );
  }
  if (events && events.content.length > 0) {
    await asked.call(rewriteLines, { runId, stream: streams.events, offset: events.offset, lines: events.content });
    await log(
      asked,
      runId,
      events.content.flatMap((line, i) => eventPoints(line, events.offset + i)),
    );
  }
  // The summary is one line, sent whole each time; only the last counts.
  const whole = summary?.content.at(-1);
  if (whole !== undefined) await asked.call(rewriteLines, { runId, stream: streams.summary, offset: 0, lines: [whole] });
  if (output && output.content.length > 0)
    await asked.call(rewriteLines, {
      runId,
      stream: streams.output,
      offset: output.offset,
      lines: output.content.map((line) => line.replaceAll("\0", "").toWellFormed()),
    });
  if (request.complete) await end(asked, runId, request.exitcode ?? 0, [...(history?.content ?? []), ...(events?.content ?? [])]);
  else await asked.call(beat, { runId, withinS: request.preempting ? preemptedS : silenceS });
}

async function end(asked: Asked, runId: string, exitCode: number, lines: readonly string[]): Promise<void> {
  const [summary] = (await asked.call(readLines, { runId, stream: streams.summary, limit: 1 })).items;
  const run = await asked.call(getRun, { runId });
  if (summary) await log(asked, runId, summaryPoints(summary.text, run.metrics));
  // A run that is sent long after it ran ended when it spoke last.
  const times = [...lines, ...(summary ? [summary.text] : [])].map(timeOf).filter((t) => t !== null);
  const last = Math.max(...times, Date.parse(run.startedAt) / 1000);
  const now = Date.now() / 1000;
  const endedAt = times.length > 0 && now - last > lateS ? new Date(last * 1000) : new Date();
  await asked.call(updateRun, {
    runId,
    status: exitCode === 0 ? "finished" : "failed",
    endedAt: endedAt.toISOString(),
    ...(exitCode !== 0 && { error: `The script ended with exit code ${exitCode}.` }),
  });
}
