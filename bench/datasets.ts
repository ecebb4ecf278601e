import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createReadStream } from "node:fs";
import type { DatasetVersion } from "../src/capabilities/datasets/contract/shapes.ts";
import { convert } from "../src/capabilities/datasets/importing/convert.ts";
import { receiveBytes } from "../src/capabilities/datasets/importing/receive.ts";
import { computeProfile } from "../src/capabilities/datasets/profiling.ts";
import { duck, join as list, literal, plain } from "../src/children/duck-sql.ts";
import { duckdbPool } from "../src/children/duckdb.ts";
import { processes } from "../src/children/process.ts";

/** DESIGN §7: profile of 1M × 20 below 5 s; upload of 1 GB within 300 MB of extra memory (`--full`; 200 MB otherwise). */
const { values } = parseArgs({ options: { full: { type: "boolean", default: false } } });
const folder = await mkdtemp(join(tmpdir(), "bench-datasets-"));
const children = processes();
const duckdb = duckdbPool({ processes: children, scratch: folder });

/** Eight continuous columns (one with gaps, one correlated), four of 100 whole numbers, six categories, a row number and a date. */
async function makeTable(rows: number, file: string): Promise<void> {
  const columns = [
    ...Array.from({ length: 8 }, (_, i) =>
      plain(i === 2 ? `case when random() < 0.05 then null else round(random(), 4) end as x2` : `round(random() * ${i + 1}, 4) as x${i}`),
    ),
    ...Array.from({ length: 4 }, (_, i) => plain(`floor(random() * 100)::int as k${i}`)),
    ...Array.from({ length: 6 }, (_, i) => plain(`chr(97 + floor(random() * 8)::int) as c${i}`)),
    plain("range as id, date '2020-01-01' + floor(random() * 1000)::int as day"),
  ];
  await duckdb.query(duck`copy (select ${list(columns)} from range(${rows})) to ${literal(file)} (format csv, header true, use_tmp_file false)`, {
    write: [file],
  });
}

/** Private memory of this process and its DuckDB children, in MB. */
function memoryMb(): number {
  let kb = 0;
  for (const name of readdirSync("/proc")) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (Number(name) !== process.pid && parent !== process.pid) continue;
      kb += Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1] ?? 0);
    } catch {
      // gone, or not a process
    }
  }
  return kb / 1024;
}

const seconds = (from: number): number => Math.round((performance.now() - from) / 10) / 100;

try {
  const csv = join(folder, "table.csv");
  await makeTable(1_000_000, csv);
  const table = await convert(duckdb, csv, folder, { delimiter: "auto", header: "auto" });
  const version = { columns: table.columns, rowCount: table.rowCount } as DatasetVersion;
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { tookMs } = await duckdb.session({ read: [table.file] }, (db) =>
      computeProfile(db, version, [{ path: table.file, rows: table.rowCount }], "x0", new Date(), async () => {}),
    );
    times.push(tookMs / 1000);
  }
  console.log(`profile of 1,000,000 × 20: best ${Math.min(...times)} s of ${times.join(", ")} (bar 5 s)`);

  await makeTable(values.full ? 10_000_000 : 2_000_000, csv);
  const { size } = statSync(csv);
  const before = memoryMb();
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, memoryMb() - before)), 50);
  const started = performance.now();
  const received = join(folder, "received");
  await receiveBytes(createReadStream(csv), received, "auto", null);
  await convert(duckdb, received, folder, { delimiter: "auto", header: "auto" });
  clearInterval(timer);
  console.log(`upload of ${Math.round(size / 1e6)} MB: ${seconds(started)} s, ${Math.round(peak)} MB of extra memory (bar 300 MB)`);
} finally {
  await duckdb.close();
  await children.close();
  await rm(folder, { recursive: true, force: true });
}
