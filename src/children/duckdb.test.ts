import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { duck, ident, literal } from "./duck-sql.ts";
import { duckdbPool, type Duckdb } from "./duckdb.ts";
import { processes } from "./process.ts";

const children = processes();
let folder: string;
let duckdb: Duckdb;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "duckdb-"));
  duckdb = duckdbPool({ processes: children, scratch: folder, memoryMb: 256 });
});
after(async () => {
  await duckdb.close();
  await children.close();
  await rm(folder, { recursive: true, force: true });
});

describe("duckdb in children", () => {
  test("values are bound and come back exactly", async () => {
    const [row] =
      await duckdb.query(duck`select 9007199254740993::bigint as big, 42::bigint as small, sum(x)::hugeint as s, ${"it's"} as t, ${1.5} as d, ${7} as i,
      ${null}::int as n, 'nan'::double as nan, date '2020-02-29' as day, timestamp '2020-02-29 01:02:03.5' as at, 1.25::decimal(5,2) as dec, [1, null] as l, len(${["a", "b"]}) as names
      from range(4) r(x)`);
    assert.deepEqual(row, {
      big: "9007199254740993",
      small: 42,
      s: 6,
      t: "it's",
      d: 1.5,
      i: 7,
      n: null,
      nan: "NaN",
      day: "2020-02-29",
      at: "2020-02-29 01:02:03.5",
      dec: 1.25,
      l: [1, null],
      names: 2,
    });
  });

  test("a column name with a dollar sign or quotes stays what it is", async () => {
    const name = 'Cost "$1" ; drop';
    const { columns, rows } = await duckdb.session({}, (db) => db.table(duck`select ${5} as ${ident(name)} where ${1} = ${1}`));
    assert.deepEqual(
      columns.map((c) => c.name),
      [name],
    );
    assert.deepEqual(rows, [[5]]);
  });

  test("only the named files exist for a statement", async () => {
    const mine = join(folder, "mine.csv");
    const other = join(folder, "other.csv");
    await writeFile(mine, "a\n1\n");
    await writeFile(other, "a\n2\n");
    assert.deepEqual(await duckdb.query(duck`select a from read_csv(${mine})`, { read: [mine] }), [{ a: 1 }]);
    await assert.rejects(duckdb.query(duck`select a from read_csv(${other})`, { read: [mine] }), /Permission Error/);
    await assert.rejects(duckdb.query(duck`copy (select 1) to ${literal(join(folder, "new.csv"))}`, { read: [mine] }), /Permission Error/);
    await assert.rejects(duckdb.query(duck`attach ${literal(join(folder, "new.db"))} as n`), /Permission Error/);
    await assert.rejects(duckdb.query(duck`set enable_external_access = true`), /cannot be changed|Cannot|locked/i);
    await assert.rejects(duckdb.query(duck`install httpfs`), /Permission Error|disabled/);
  });

  test("temporary tables live through a session and not beyond it", async () => {
    const count = await duckdb.session({}, async (db) => {
      await db.table(duck`create temp table t as select * from range(10)`);
      return db.rows<{ n: number }>(duck`select count(*) n from t`);
    });
    assert.deepEqual(count, [{ n: 10 }]);
    await assert.rejects(duckdb.query(duck`select * from t`), /does not exist/);
  });

  test("a long result streams, and a reader that leaves early harms nobody", async () => {
    let rows = 0;
    await duckdb.session({}, async (db) => {
      for await (const chunk of db.stream(duck`select range as n, repeat('x', 100) as t from range(300000)`)) rows += chunk.length;
    });
    assert.equal(rows, 300_000);
    await duckdb.session({}, async (db) => {
      for await (const chunk of db.stream(duck`select range as n from range(300000)`)) {
        assert.ok(chunk.length > 0);
        break;
      }
    });
    assert.deepEqual(await duckdb.query(duck`select 1 as one`), [{ one: 1 }]);
  });

  test("an abort ends the query at once", async () => {
    const stop = new AbortController();
    const started = Date.now();
    const long = duckdb.query(duck`select sum(hash(a.range, b.range) % 7) from range(10000000) a, range(100000) b`, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("no longer wanted")), 150);
    await assert.rejects(long, /no longer wanted/);
    assert.ok(Date.now() - started < 3000);
  });

  test("a query over its time is stopped and says so", async () => {
    await assert.rejects(duckdb.query(duck`select sum(hash(a.range, b.range) % 7) from range(10000000) a, range(100000) b`, { timeoutMs: 200 }), {
      code: "unavailable",
      message: /longer than 0.2 s/,
    });
  });

  test("too little memory fails the one query as unavailable", async () => {
    const greedy = duckdb.query(duck`select len(list(repeat('x', 1000) || range::varchar)) as n from range(1000000)`, { memoryMb: 60 });
    await assert.rejects(greedy, { code: "unavailable" });
    assert.deepEqual(await duckdb.query(duck`select 1 as one`), [{ one: 1 }]);
  });

  test("a child that crashes fails its session and no other", async () => {
    const started = Promise.withResolvers<void>();
    const crashed = Promise.withResolvers<void>();
    // It is idle while the other child works, so the busy one is the one that is killed.
    const other = duckdb.session({}, async (db) => {
      await db.rows(duck`select 1 as one`);
      started.resolve();
      await crashed.promise;
      return await db.rows(duck`select 2 as two`);
    });
    await started.promise;
    const crash = duckdb.query(duck`select sum(hash(a.range, b.range) % 7) from range(10000000) a, range(100000) b`);
    void killBusy();
    await assert.rejects(crash, { code: "unavailable", message: /stopped while it worked/ });
    crashed.resolve();
    assert.deepEqual(await other, [{ two: 2 }]);
    assert.deepEqual(await duckdb.query(duck`select 3 as three`), [{ three: 3 }]);
  });

  test("more sessions than children wait their turn", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => duckdb.query<{ i: number }>(duck`select ${i} as i`)));
    assert.deepEqual(
      all.map((rows) => rows[0]?.i),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
  });
});

/** CPU ticks of the DuckDB children of this process; no other process is looked at. */
async function ticks(): Promise<Map<number, number>> {
  const out = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[1]) !== process.pid) continue;
    const cmdline = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (cmdline.includes("duckdb-child")) out.set(Number(name), Number(fields[11]));
  }
  return out;
}

/** Kills the child that is busy. */
async function killBusy(): Promise<void> {
  for (;;) {
    const before = await ticks();
    await new Promise((done) => setTimeout(done, 200));
    const [most] = [...(await ticks())].map(([pid, now]) => ({ pid, spent: now - (before.get(pid) ?? now) })).toSorted((a, b) => b.spent - a.spent);
    if (most && most.spent > 4) return void process.kill(most.pid, "SIGKILL");
  }
}
