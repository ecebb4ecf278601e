import { runKeys, searchRuns } from "../../src/capabilities/tracking/contract/search.ts";
import { loadRuns, sizes } from "./bulk.ts";
import { secondsOf, timed, type Place } from "./place.ts";

const keys = 1500;
const shown = Array.from({ length: 8 }, (_, i) => `metric_${String(i * 150).padStart(4, "0")}`);

/** The first page of the run table over runs of 1,500 metrics: eight chosen columns, newest first and ordered by one of them, and the column chooser. */
export async function wideRuns(place: Place, counts: readonly number[], rounds: number): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = [];
  for (const runs of counts) {
    const experimentId = await place.newExperiment();
    const loaded = await secondsOf(() => loadRuns(place, experimentId, { runs, metrics: keys, params: 5 }));
    console.log(`${runs} runs × ${keys} metrics loaded in ${loaded} s: ${await sizes(place)}`);
    const experimentIds = [experimentId];
    const page = { experimentIds, metrics: shown, params: [], limit: 50 };
    const newest = await timed(rounds, () => place.call(searchRuns, page));
    const ordered = await timed(rounds, (i) => place.call(searchRuns, { ...page, orderBy: [`metrics.${shown[i % 8]} DESC`] }));
    const filtered = await timed(rounds, (i) =>
      place.call(searchRuns, { ...page, filter: `metrics.${shown[i % 8]} > 0.9`, orderBy: [`metrics.${shown[(i + 1) % 8]} ASC`] }),
    );
    const chooser = await timed(rounds, () => place.call(runKeys, { experimentIds, kind: "metric", limit: 1000 }));
    const all = await timed(Math.min(rounds, 5), () => place.call(searchRuns, { experimentIds, limit: 50 }));
    rows.push([runs, newest.p95Ms, ordered.p95Ms, filtered.p95Ms, chooser.p95Ms, all.p95Ms]);
    console.log(rows.at(-1)?.join("  "));
  }
  return rows;
}
