import { parseArgs } from "node:util";
import { table } from "../load.ts";
import { namedQueries } from "./queries.ts";
import { manyUpdates } from "./updates.ts";
import { wideRuns } from "./wide.ts";
import { openPlace } from "./place.ts";

/** The tracking store at size: named queries over 100,000 runs, wide runs, many updates of many keys (DESIGN §7, ADR 0006). */
const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    only: { type: "string" },
    rounds: { type: "string", default: "20" },
    runs: { type: "string", default: "100000" },
  },
});
const rounds = Number(values.rounds);
const wanted = (part: string): boolean => values.only === undefined || values.only === part;
const place = await openPlace();
try {
  if (wanted("queries")) {
    const rows = await namedQueries(place, Number(values.runs), rounds);
    console.log(`\n${table(["query", "p50 ms", "p95 ms", "bar"], rows)}`);
  }
  if (wanted("wide")) {
    const rows = await wideRuns(place, values.full ? [750, 2500, 7500] : [250, 750], rounds);
    console.log(
      `\n${table(["runs × 1,500 metrics", "newest, p95 ms", "ordered", "filtered and ordered", "1,000 column names", "with all 1,500 columns"], rows)}`,
    );
  }
  if (wanted("updates")) {
    const rows = await manyUpdates(place, values.full ? 10_000 : 50);
    console.log(`\n${table(["updates of 1,500 keys", "points/s", "ms an update of all", "search after it, ms"], rows)}`);
  }
} finally {
  await place.close();
}
