import { logMetrics } from "../../src/capabilities/tracking/contract/metrics.ts";
import { createRun } from "../../src/capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../src/capabilities/tracking/contract/search.ts";
import type { Place } from "./place.ts";

const keys = Array.from({ length: 1500 }, (_, i) => `metric_${i}`);

/** One run of 1,500 keys, each updated again and again: 1,500 points a step in two calls, and a search for what was logged last. */
export async function manyUpdates(place: Place, steps: number): Promise<(string | number)[][]> {
  const experimentId = await place.newExperiment();
  const { id: runId } = await place.call(createRun, { projectId: place.projectId, experimentId });
  const rows: (string | number)[][] = [];
  const parts = 5;
  for (let part = 0; part < parts; part += 1) {
    let [logMs, searchMs] = [0, 0];
    const [from, to] = [Math.floor((part * steps) / parts), Math.floor(((part + 1) * steps) / parts)];
    for (let step = from; step < to; step += 1) {
      const metrics = keys.map((key) => ({ key, value: step + Math.random(), step }));
      const started = performance.now();
      await Promise.all([place.call(logMetrics, { runId, metrics: metrics.slice(0, 1000) }), place.call(logMetrics, { runId, metrics: metrics.slice(1000) })]);
      const logged = performance.now();
      const { items } = await place.call(searchRuns, { experimentIds: [experimentId], filter: `metrics.metric_7 >= ${step}`, metrics: ["metric_7"] });
      if (items.length !== 1) throw new Error(`the search after step ${step} found ${items.length} runs`);
      searchMs += performance.now() - logged;
      logMs += logged - started;
    }
    const count = to - from;
    rows.push([
      `${from + 1}–${to}`,
      Math.round((count * keys.length * 1000) / logMs),
      Math.round((logMs / count) * 10) / 10,
      Math.round((searchMs / count) * 10) / 10,
    ]);
    console.log(rows.at(-1)?.join("  "));
  }
  return rows;
}
