import { implementWatch } from "../../../kernel/implement.ts";
import { watchJob, type Job, type LogLine } from "../contract.ts";
import { presentJob, presentLine } from "../domain.ts";
import { findJob, listLines } from "../store/read.ts";
import { absent } from "./shown.ts";

const ended = new Set(["finished", "failed", "cancelled"]);
const linesPerEvent = 500;
/** A watch that opens without a cursor starts with this much of the log's end; `jobs.logs` has the rest. */
const tail = 1000;

/** Cursor: `<version of the job>.<last line sent>`; it may come from another server or an earlier connection. */
export default implementWatch(watchJob, {
  topics: () => ["jobs"],
  async fetch(ctx, { jobId }, cursor) {
    const [version, line] = /^\d{1,15}\.\d{1,9}$/.test(cursor ?? "") ? (cursor ?? "").split(".").map(Number) : [];
    const row = await findJob(ctx.tx, ctx.workspaceId, jobId);
    if (row === null) throw absent(jobId);
    const done = ended.has(row.state);
    if (row.version === version) return { events: [], cursor, done };
    const job = presentJob(row);
    const events: { job: Job; lines: LogLine[] }[] = [];
    let last = line ?? Math.max(0, row.lines - tail);
    for (;;) {
      const lines = (await listLines(ctx.tx, ctx.workspaceId, jobId, {}, "asc", last, linesPerEvent)).map(presentLine);
      if (events.length === 0 || lines.length > 0) events.push({ job, lines });
      last = lines.at(-1)?.line ?? last;
      if (lines.length < linesPerEvent) return { events, cursor: `${row.version}.${last}`, done };
    }
  },
});
