import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { duckdbPool } from "../../children/duckdb.ts";
import { duck } from "../../children/duck-sql.ts";
import { processes } from "../../children/process.ts";
import { Refusal } from "../../kernel/contract/errors.ts";
import type { Log } from "../../kernel/ports.ts";
import { createTrainer, type Trainer, type TrainerExit } from "./engine.ts";
import type { TrainerEvent, TrainerJob } from "./contract/protocol.ts";

const silent: Log = { error() {}, warn() {}, info() {}, debug() {} };
const checkout = join(import.meta.dirname, "../../..");
const children = processes();
const options = { processes: children, python: join(checkout, ".venv/bin/python"), package: join(checkout, "trainer"), log: silent };
let folder = "";
let trainer: Trainer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "lumina-trainer-"));
  const pool = duckdbPool({ processes: children, scratch: folder });
  const file = join(folder, "rows.parquet");
  await pool.query(
    duck`copy (select (i % 7)::double as x, (i * 13 % 11)::double as z, case when i % 7 > 3 then 'yes' else 'no' end as y from range(4000) t(i)) to ${file} (format parquet)`,
    { write: [file] },
  );
  await pool.close();
  trainer = createTrainer(options);
});

after(async () => {
  await trainer.close();
  await children.close();
  await rm(folder, { recursive: true, force: true });
});

function job(part: Partial<TrainerJob> = {}): TrainerJob {
  const candidates = [{ algorithm: "logistic_regression" as const, run: "r1", settings: {} }];
  return {
    protocol: 1,
    action: "train",
    files: [join(folder, "rows.parquet")],
    target: "y",
    task: "classification",
    folds: 3,
    seed: 1,
    threads: 1,
    dropColumns: [],
    candidates,
    workFolder: join(folder, "work"),
    ...part,
  };
}

async function run(
  document: TrainerJob,
  signal = new AbortController().signal,
  seen: TrainerEvent[] = [],
): Promise<{ exit: TrainerExit; events: TrainerEvent[] }> {
  const exit = await trainer.run(document, { signal, onEvent: (event) => void seen.push(event) });
  return { exit, events: seen };
}

test("a job runs in a fork of the warm parent and every event arrives in order", async () => {
  const { exit, events } = await run(job());
  assert.deepEqual(exit, { code: 0, signal: null });
  assert.equal(events[0]?.type, "started");
  assert.equal(events.at(-1)?.type, "result");
  assert.ok(events.some((event) => event.type === "artifact" && event.path === "model/model.onnx"));
});

test("two jobs run side by side and neither sees the other's events", async () => {
  const one = run(job({ candidates: [{ algorithm: "logistic_regression", run: "one", settings: {} }], workFolder: join(folder, "one") }));
  const two = run(job({ candidates: [{ algorithm: "logistic_regression", run: "two", settings: {} }], workFolder: join(folder, "two") }));
  const runs = (events: TrainerEvent[]): Set<string> => new Set(events.flatMap((event) => ("run" in event && event.run ? [event.run] : [])));
  assert.deepEqual(runs((await one).events), new Set(["one"]));
  assert.deepEqual(runs((await two).events), new Set(["two"]));
});

test("aborting stops the fork after its checkpoint, well before it would end", async () => {
  const controller = new AbortController();
  const long = job({ candidates: [{ algorithm: "random_forest", run: "r1", settings: { n_estimators: 20_000 } }] });
  const seen: TrainerEvent[] = [];
  const running = run(long, controller.signal, seen);
  while (!seen.some((event) => event.type === "progress")) await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort();
  const { exit } = await running;
  assert.equal(exit.code, 143);
  assert.ok(seen.some((event) => event.type === "checkpoint"));
});

test("a throw while an event is written down cancels the job and is the caller's error", async () => {
  const running = trainer.run(job({ candidates: [{ algorithm: "random_forest", run: "r1", settings: { n_estimators: 20_000 } }] }), {
    signal: new AbortController().signal,
    onEvent() {
      throw new Error("the database is away");
    },
  });
  await assert.rejects(running, /the database is away/);
});

test("a wrong target ends the job with one error that says what to do", async () => {
  const { exit, events } = await run(job({ action: "inspect", target: "w" }));
  assert.equal(exit.code, 1);
  const error = events.find((event) => event.type === "error");
  assert.ok(error?.type === "error" && error.message.includes("'w' does not exist") && error.fix.includes("x, y, z"));
});

test("a parent that is killed fails its jobs, and the next job starts a new one", async () => {
  const seen: TrainerEvent[] = [];
  const running = run(job({ candidates: [{ algorithm: "random_forest", run: "r1", settings: { n_estimators: 20_000 } }] }), undefined, seen);
  while (!seen.some((event) => event.type === "started")) await new Promise((resolve) => setTimeout(resolve, 20));
  const started = seen.find((event) => event.type === "started");
  assert.ok(started?.type === "started");
  process.kill(await parentOf(started.pid), "SIGKILL");
  await assert.rejects(running, /The trainer ended/);
  assert.equal((await run(job())).exit.code, 0);
});

test("without its environment the trainer refuses as unavailable and says so", async () => {
  const absent = createTrainer({ ...options, python: join(folder, "no-python") });
  await assert.rejects(absent.warm(), (error: unknown) => error instanceof Refusal && error.code === "unavailable" && error.fix.length > 0);
});

async function parentOf(pid: number): Promise<number> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
}
