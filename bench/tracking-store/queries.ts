import type * as z from "zod";
import { searchRuns } from "../../src/capabilities/tracking/contract/search.ts";
import { loadRuns, sizes } from "./bulk.ts";
import { secondsOf, timed, type Place } from "./place.ts";

type Search = Omit<z.input<typeof searchRuns.input>, "experimentIds">;

interface Named {
  name: string;
  bar: string;
  search(round: number): Search;
}

const named: readonly Named[] = [
  { name: "a parameter of 50 values", bar: "p95 50 ms", search: (i) => ({ filter: `params.param_03 = 'value-${i % 50}'` }) },
  { name: "a parameter of 5,000 values", bar: "p95 50 ms", search: (i) => ({ filter: `params.param_07 = 'value-${i}'` }) },
  {
    name: "three parameters",
    bar: "p95 50 ms",
    search: (i) => ({ filter: `params.param_03 = 'value-${i % 50}' and params.param_02 = 'value-${i % 20}' and params.param_00 = 'value-1'` }),
  },
  {
    name: "one metric filtered (10 %), another ordered",
    bar: "150 ms",
    search: () => ({ filter: "metrics.metric_0001 > 0.9", orderBy: ["metrics.metric_0002 DESC"] }),
  },
  {
    name: "one metric filtered (50 %), another ordered",
    bar: "150 ms",
    search: () => ({ filter: "metrics.metric_0003 < 0.5", orderBy: ["metrics.metric_0004 ASC"] }),
  },
  {
    name: "one metric filtered (0.1 %), another ordered",
    bar: "150 ms",
    search: () => ({ filter: "metrics.metric_0003 < 0.001", orderBy: ["metrics.metric_0004 ASC"] }),
  },
  { name: "ordered by a metric", bar: "150 ms", search: (i) => ({ orderBy: [`metrics.metric_00${10 + (i % 5)} ASC`] }) },
  { name: "a tag's value (10 %)", bar: "-", search: (i) => ({ filter: `tags.team = 'team-${i % 10}'` }) },
  { name: "a tag's value (0.05 %)", bar: "-", search: () => ({ filter: "tags.mlflow.source.git.commit = 'c4ca4238a0b923820dcc509a6f75849b'" }) },
  { name: "newest first", bar: "-", search: () => ({}) },
  { name: "name LIKE, 10 %", bar: "-", search: () => ({ filter: "attributes.run_name LIKE '%otter%'" }) },
  { name: "name LIKE, one run", bar: "-", search: (i) => ({ filter: `attributes.run_name LIKE '%-${77_000 + i}'` }) },
  { name: "a parameter LIKE", bar: "-", search: () => ({ filter: "params.param_05 LIKE 'value-1%'" }) },
  {
    name: "a parameter and a metric, ordered by a metric",
    bar: "-",
    search: (i) => ({ filter: `params.param_03 = 'value-${i % 50}' and metrics.metric_0001 > 0.5`, orderBy: ["metrics.metric_0002 DESC"] }),
  },
];

/** The named queries of DESIGN §7, each the first page of 50 with all its keys, through the whole pipeline. */
export async function namedQueries(place: Place, runs: number, rounds: number): Promise<(string | number)[][]> {
  const experimentId = await place.newExperiment();
  const loaded = await secondsOf(() => loadRuns(place, experimentId, { runs, metrics: 20, params: 20 }));
  console.log(`${runs} runs × 20 metrics × 20 parameters loaded in ${loaded} s: ${await sizes(place)}`);
  const rows: (string | number)[][] = [];
  for (const { name, bar, search } of named) {
    const { p50Ms, p95Ms } = await timed(rounds, (round) => place.call(searchRuns, { experimentIds: [experimentId], ...search(round) }));
    rows.push([name, p50Ms, p95Ms, bar]);
    console.log(rows.at(-1)?.join("  "));
  }
  let cursor: string | undefined;
  const page = async (): Promise<void> => {
    const { nextCursor } = await place.call(searchRuns, { experimentIds: [experimentId], limit: 1000, ...(cursor && { cursor }) });
    cursor = nextCursor ?? undefined;
  };
  const { p50Ms, p95Ms } = await timed(rounds, page);
  rows.push(["pages of 1,000, one after another", p50Ms, p95Ms, "-"]);
  return rows;
}
