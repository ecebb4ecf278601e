import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import type { Tx } from "../../kernel/ports.ts";
import { evaluate, parseExpression, type Aggregates, type Expression } from "./domain/expression.ts";
import { customPrefix } from "./store/custom-metrics.ts";
import {
  announceRuns,
  followed,
  holdDefinition,
  inputsOf,
  markDone,
  runsAfter,
  runsMoved,
  writeValues,
  type Following,
  type InputRow,
  type Value,
} from "./store/custom-values.ts";

const runsAtOnce = 1000;
/** Noting how far it has read is a transaction too: where nothing moved it waits for this many, or it would find itself every second. */
const noteAfter = 10_000;

/**
 * Keeps custom metrics in the runs: a new one is worked out for every run of its project, then those runs are looked at
 * again that took points. Reading what transactions below a horizon wrote misses none and slows no logging.
 */
export const customMetricLoop: Loop = {
  name: "tracking.customMetrics",
  intervalMs: 1_000,
  async run(tools) {
    for (const ws of await tools.workspaces()) {
      const { metrics, horizon } = await tools.transaction(ws, (tx) => followed(tx, ws));
      for (const metric of metrics) await follow(tools, ws, metric, horizon);
    }
  },
};

async function follow(tools: LoopTools, ws: string, m: Following, horizon: number): Promise<void> {
  if (horizon === m.done_tx) return;
  const tree = parseExpression(m.expression);
  const step = (runIds: readonly string[]): Promise<boolean> => tools.transaction(ws, (tx) => fill(tx, ws, m, tree, runIds));
  // A horizon before the noted one: the database was restored into a server that counts its transactions anew.
  if (m.done_tx === 0 || horizon < m.done_tx) {
    let after: string | null = null;
    for (;;) {
      const from: string | null = after;
      const runIds: string[] = await tools.transaction(ws, (tx) => runsAfter(tx, ws, m.project_id, from, runsAtOnce));
      if (runIds.length > 0 && !(await step(runIds))) return;
      if (runIds.length < runsAtOnce) break;
      after = runIds.at(-1) ?? null;
    }
  } else {
    const moved = await tools.transaction(ws, (tx) => runsMoved(tx, ws, m, horizon));
    if (moved.length === 0 && horizon - m.done_tx < noteAfter) return;
    for (let i = 0; i < moved.length; i += runsAtOnce) if (!(await step(moved.slice(i, i + runsAtOnce)))) return;
  }
  await tools.transaction(ws, (tx) => markDone(tx, ws, m, horizon));
}

/** Works the metric out for some runs; false when the definition is no longer what was read. */
async function fill(tx: Tx, ws: string, m: Following, tree: Expression, runIds: readonly string[]): Promise<boolean> {
  if (!(await holdDefinition(tx, ws, m))) return false;
  const inputs = Map.groupBy(await inputsOf(tx, ws, runIds, m.keys), (row) => row.run_id);
  const values: Value[] = [];
  const without: string[] = [];
  for (const runId of runIds) {
    const rows = inputs.get(runId) ?? [];
    const value = rows.length === 0 ? null : evaluate(tree, aggregatesOf(rows));
    if (value === null) without.push(runId);
    else values.push({ runId, value, ...newest(rows) });
  }
  const changed = await writeValues(tx, ws, `${customPrefix}${m.name}`, values, without);
  if (changed.length > 0) await announceRuns(tx, ws, changed);
  return true;
}

export function aggregatesOf(rows: readonly InputRow[]): Map<string, Aggregates> {
  return new Map(rows.map(({ key, first, last, min, max, mean, count }) => [key, { first, last, min, max, mean, count }]));
}

/** The place of the newest point among those a value was made of. */
function newest(rows: readonly InputRow[]): { step: number; at: Date } {
  return {
    step: rows.reduce((most, row) => Math.max(most, row.last_step), rows[0]?.last_step ?? 0),
    at: new Date(rows.reduce((most, row) => Math.max(most, row.last_at.getTime()), 0)),
  };
}
