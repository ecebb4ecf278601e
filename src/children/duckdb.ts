import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join as joinPath } from "node:path";
import { fileURLToPath } from "node:url";
import { refuse } from "../kernel/contract/errors.ts";
import { render, type DuckSql } from "./duck-sql.ts";
import type { DuckCell, DuckColumn, Reply, Request } from "./duckdb-protocol.ts";
import { lines, tail } from "./lines.ts";
import type { Child, Processes } from "./process.ts";

export interface DuckOptions {
  /** Files a statement may read, and files it may write; nothing else on disk exists for it. */
  read?: readonly string[];
  write?: readonly string[];
  /** DuckDB's own limit; beyond it operators spill to the scratch folder. Default: the pool's. */
  memoryMb?: number;
  /** The child is ended when more than this is resident; default 400 beyond `memoryMb`. */
  residentMb?: number;
  /** Default: the pool's. */
  threads?: number;
  /** Ends the child at once. */
  signal?: AbortSignal;
  /** For the whole session; default 120,000. */
  timeoutMs?: number;
}

/** DuckDB refused a statement; `message` is its own, starting with its class ("Conversion Error: …"). */
export class DuckdbError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DuckdbError";
  }
}

export interface DuckSession {
  /** Rows as objects by column name. */
  rows<Row>(statement: DuckSql): Promise<Row[]>;
  /** Rows as arrays with their columns; use it where names come from people's data. */
  table(statement: DuckSql): Promise<{ columns: DuckColumn[]; rows: DuckCell[][] }>;
  /** Rows in chunks of at most 2,048, as they come; memory stays flat when the reader is slow. */
  stream(statement: DuckSql): AsyncGenerator<DuckCell[][]>;
}

export interface Duckdb {
  /**
   * Runs statements on one fresh in-memory database in a child; temporary tables live until `body` ends.
   * A child that crashes or is killed fails this session with `unavailable`; other sessions go on.
   */
  session<T>(options: DuckOptions, body: (session: DuckSession) => Promise<T>): Promise<T>;
  /** One statement in a session of its own. */
  query<Row>(statement: DuckSql, options?: DuckOptions): Promise<Row[]>;
  /** Ends all children. */
  close(): Promise<void>;
}

declare module "../kernel/ctx.ts" {
  interface Services {
    readonly duckdb: Duckdb;
  }
}

export interface PoolOptions {
  processes: Processes;
  /** Folder for spill files. */
  scratch: string;
  /** Children at once, default 2; further sessions wait in line. */
  children?: number;
  /** DuckDB's memory limit of a session, default 1,024. */
  memoryMb?: number;
  /** Threads of a session, default 2. */
  threads?: number;
  /** Idle children end after this; default 60,000. */
  idleMs?: number;
}

interface Worker {
  child: Child;
  replies: AsyncGenerator<string>;
  complaint: () => string;
  idle: NodeJS.Timeout | null;
  /** Replies still to come; a child that owes some is out of step and is not used again. */
  owed: number;
  ended: boolean;
}

const program = fileURLToPath(new URL("./duckdb-child.ts", import.meta.url));
// Address space counts for RLIMIT_DATA, resident memory does not: an idle child has 650 MB of the one and 110 of the other,
// a table of 5,000 columns 2,900 and 600. So the limit is only a backstop, and resident memory is watched.
const backstopMb = 8192;
const overheadMb = 400;
const watchMs = 250;

function outOfMemory() {
  return refuse(
    "unavailable",
    "The data does not fit into the memory this query may use.",
    "Work on fewer columns or rows, or try again when less is running.",
  );
}

/** Resident memory of a process in MB; 0 where the system does not tell. */
function residentMb(pid: number): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 1024 / 1024;
  } catch {
    return 0;
  }
}

/** A pool of DuckDB children. Close it at the end, or they end with this process. */
export function duckdbPool(options: PoolOptions): Duckdb {
  const { processes, scratch, children = 2, memoryMb = 1024, threads = 2, idleMs = 60_000 } = options;
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  async function startWorker(): Promise<Worker> {
    const child = await processes.start(process.execPath, ["--max-old-space-size=256", "--disable-warning=ExperimentalWarning", program], {
      graceMs: 0,
      limits: { memoryBytes: (memoryMb + backstopMb) * 1024 * 1024 },
    });
    const worker: Worker = { child, replies: lines(child.stdout, 512 * 1024 * 1024), complaint: tail(child.stderr), idle: null, owed: 0, ended: false };
    void child.exited.then(() => {
      worker.ended = true;
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    });
    return worker;
  }

  async function acquire(signal: AbortSignal | undefined): Promise<Worker> {
    if (closed) throw refuse("unavailable", "The query engine is stopping.", "Try again in a moment.", { retryAfterS: 5 });
    if (busy >= children) {
      await new Promise<void>((done, fail) => {
        const turn = (): void => {
          signal?.removeEventListener("abort", leave);
          done();
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(turn), 1);
          fail(signal?.reason as Error);
        };
        waiting.push(turn);
        signal?.addEventListener("abort", leave, { once: true });
      });
    } else busy += 1;
    const ready = idle.pop();
    if (ready) {
      if (ready.idle) clearTimeout(ready.idle);
      ready.child.ref();
      return ready;
    }
    return startWorker().catch((error: unknown) => {
      next();
      throw error;
    });
  }

  /** Hands the place on; `busy` counts places, whether or not a child stands in them. */
  function next(): void {
    const turn = waiting.shift();
    if (turn) turn();
    else busy -= 1;
  }

  function release(worker: Worker, usable: boolean): void {
    if (usable && !closed && !worker.ended) {
      worker.idle = setTimeout(() => {
        if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
        void worker.child.cancel(0);
      }, idleMs);
      worker.idle.unref();
      worker.child.unref();
      idle.push(worker);
    } else void worker.child.cancel(0);
    next();
  }

  async function ask(worker: Worker, request: Request): Promise<Exclude<Reply, { error: string }>> {
    worker.child.stdin.write(`${JSON.stringify(request)}\n`);
    worker.owed += 1;
    return reply(worker);
  }

  async function reply(worker: Worker): Promise<Exclude<Reply, { error: string }>> {
    const line = await worker.replies.next();
    if (line.done) {
      const exit = await worker.child.exited;
      const why = exit.signal ?? `code ${exit.code}`;
      throw refuse(
        "unavailable",
        `The query engine stopped while it worked on this data (${why}). ${worker.complaint().slice(-300)}`.trim(),
        "Try again; if it repeats, work on fewer columns or rows.",
        { retryAfterS: 1 },
      );
    }
    const answer = JSON.parse(line.value) as Reply;
    if (!("rows" in answer && answer.more)) worker.owed -= 1;
    if (!("error" in answer)) return answer;
    if (answer.error.startsWith("Out of Memory Error")) throw outOfMemory();
    throw new DuckdbError(answer.error);
  }

  /** Closes the database, which frees its memory; false when the child is not fit for another session. */
  async function tidy(worker: Worker): Promise<boolean> {
    return ask(worker, { close: true }).then(
      () => true,
      () => false,
    );
  }

  function sessionOf(worker: Worker): DuckSession {
    async function table(statement: DuckSql): Promise<{ columns: DuckColumn[]; rows: DuckCell[][] }> {
      const answer = await ask(worker, { run: { ...render(statement), stream: false } });
      if (!("rows" in answer)) throw new Error("the query engine answered out of turn");
      return { columns: answer.columns, rows: answer.rows };
    }
    return {
      table,
      async rows<Row>(statement: DuckSql) {
        const { columns, rows } = await table(statement);
        return rows.map((row) => Object.fromEntries(columns.map((c, i) => [c.name, row[i] ?? null])) as Row);
      },
      async *stream(statement) {
        let answer = await ask(worker, { run: { ...render(statement), stream: true } });
        for (;;) {
          if (!("rows" in answer)) throw new Error("the query engine answered out of turn");
          if (answer.rows.length > 0) yield answer.rows;
          if (!answer.more) return;
          answer = await reply(worker);
        }
      },
    };
  }

  async function session<T>(given: DuckOptions, body: (session: DuckSession) => Promise<T>): Promise<T> {
    given.signal?.throwIfAborted();
    const worker = await acquire(given.signal);
    const tempFolder = joinPath(scratch, `duckdb-${randomUUID()}`);
    let usable = false;
    let late = false;
    let greedy = false;
    const stop = (): void => void worker.child.cancel(0);
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, given.timeoutMs ?? 120_000);
    const watch = setInterval(() => {
      greedy = residentMb(worker.child.pid) > (given.residentMb ?? (given.memoryMb ?? memoryMb) + overheadMb);
      if (greedy) stop();
    }, watchMs);
    given.signal?.addEventListener("abort", stop, { once: true });
    try {
      await ask(worker, {
        open: { memoryMb: given.memoryMb ?? memoryMb, threads: given.threads ?? threads, tempFolder, read: given.read ?? [], write: given.write ?? [] },
      });
      const result = await body(sessionOf(worker));
      // A stream left half-read is cheaper to kill than to drain.
      usable = worker.owed === 0 && (await tidy(worker));
      return result;
    } catch (error) {
      given.signal?.throwIfAborted();
      if (late)
        throw refuse(
          "unavailable",
          `The query took longer than ${(given.timeoutMs ?? 120_000) / 1000} s and was stopped.`,
          "Narrow it down: fewer columns, a filter, or a smaller version.",
        );
      if (greedy) throw outOfMemory();
      usable = worker.owed === 0 && (await tidy(worker));
      throw error;
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      given.signal?.removeEventListener("abort", stop);
      release(worker, usable);
      await rm(tempFolder, { recursive: true, force: true });
    }
  }

  return {
    session,
    query: (statement, given = {}) => session(given, (db) => db.rows(statement)),
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((worker) => worker.child.cancel(0)));
    },
  };
}
