import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { lines, tail } from "../../children/lines.ts";
import type { Child, Processes } from "../../children/process.ts";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Log } from "../../kernel/ports.ts";
import { TrainerEvent, type TrainerJob } from "./contract/protocol.ts";

export interface TrainerOptions {
  processes: Processes;
  /** The interpreter of the locked environment. */
  python: string;
  /** Folder that holds the package `luminaops_trainer`. */
  package: string;
  log: Log;
  /** A file that exists once the environment is complete. */
  readyFile?: string;
  /** Ends the warm parent after this long without a job; default never. */
  idleMs?: number;
}

export interface TrainerExit {
  code: number | null;
  signal: number | null;
}

export interface RunOptions {
  signal: AbortSignal;
  /** Called one after another; a throw cancels the job and rejects `run`. */
  onEvent(event: TrainerEvent): Promise<void> | void;
}

/** The warm Python parent: one per process that trains or inspects, started when first needed. */
export interface Trainer {
  /** Runs one document in a fork; resolves when the fork is gone. Aborting sends SIGTERM, 10 s later SIGKILL. */
  run(job: TrainerJob, options: RunOptions): Promise<TrainerExit>;
  /** Starts the parent, so that the next job computes at once. Refuses `unavailable` without an environment. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

declare module "../../kernel/ctx.ts" {
  interface Services {
    readonly trainer: Trainer;
  }
}

interface Fork {
  queue: Promise<void>;
  fail(error: Error): void;
  take(event: TrainerEvent): void;
}

interface Parent {
  child: Child;
  forks: Map<string, Fork>;
}

/** Starts and speaks to the warm parent; the composition root makes one and closes it. */
export function createTrainer(options: TrainerOptions): Trainer {
  let starting: Promise<Parent> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let next = 0;

  function parent(): Promise<Parent> {
    if (!existsSync(options.readyFile ?? options.python) || !existsSync(options.python))
      throw refuse(
        "unavailable",
        "The Python environment for training is not there yet.",
        "Wait until the set-up shown in the terminal is complete, then try again.",
      );
    starting ??= start().catch((error: unknown) => {
      starting = null;
      options.log.error({ error: String(error) }, "The trainer could not be started");
      throw refuse(
        "unavailable",
        "The trainer could not be started.",
        "The Python environment may be incomplete: see the server's log, then run the set-up again.",
      );
    });
    return starting;
  }

  async function start(): Promise<Parent> {
    const env = { PATH: "/usr/bin:/bin", HOME: tmpdir(), LANG: "C.UTF-8", PYTHONPATH: options.package };
    const child = await options.processes.start(options.python, ["-m", "luminaops_trainer.serve"], { env, graceMs: 12_000 });
    const errors = tail(child.stderr);
    const started: Parent = { child, forks: new Map() };
    const ready = Promise.withResolvers<Parent>();
    void read(started, () => ready.resolve(started));
    void child.exited.then((exit) => {
      starting = null;
      const reason = errors().trim() || `code ${exit.code}, signal ${exit.signal}`;
      if (!exit.cancelled) options.log.error({ reason }, "The trainer ended");
      const error = new Error(`The trainer ended: ${reason}`);
      for (const fork of started.forks.values()) fork.fail(error);
      ready.reject(error);
    });
    const parent = await ready.promise;
    settle(parent);
    return parent;
  }

  async function read(parent: Parent, ready: () => void): Promise<void> {
    try {
      for await (const line of lines(parent.child.stdout)) {
        const message = JSON.parse(line) as { ready?: boolean; id?: string; event?: unknown };
        if (message.ready) ready();
        else parent.forks.get(message.id ?? "")?.take(TrainerEvent.parse(message.event));
      }
    } catch (error) {
      options.log.error({ error: String(error) }, "The trainer said something that is not in the protocol");
      await parent.child.cancel();
    }
  }

  /** Lets this process end, and the idle parent too. */
  function settle(parent: Parent): void {
    clearTimeout(idle);
    if (parent.forks.size > 0) return parent.child.ref();
    parent.child.unref();
    if (options.idleMs !== undefined) idle = setTimeout(() => void parent.child.cancel(), options.idleMs).unref();
  }

  async function run(job: TrainerJob, { signal, onEvent }: RunOptions): Promise<TrainerExit> {
    signal.throwIfAborted();
    const parent_ = await parent();
    signal.throwIfAborted();
    const id = String((next += 1));
    const done = Promise.withResolvers<TrainerExit>();
    const say = (message: object): void => void parent_.child.stdin.write(`${JSON.stringify(message)}\n`);
    const cancel = (): void => say({ id, cancel: true });
    let failed: Error | null = null;
    const fork: Fork = {
      queue: Promise.resolve(),
      fail: (error) => done.reject(error),
      take(event) {
        fork.queue = fork.queue.then(async () => {
          if (event.type === "exit") return failed ? done.reject(failed) : done.resolve({ code: event.code, signal: event.signal });
          if (failed) return;
          try {
            await onEvent(event);
          } catch (error) {
            failed = error instanceof Error ? error : new Error(String(error));
            cancel();
          }
        });
      },
    };
    parent_.forks.set(id, fork);
    settle(parent_);
    signal.addEventListener("abort", cancel, { once: true });
    say({ id, job });
    try {
      return await done.promise;
    } finally {
      signal.removeEventListener("abort", cancel);
      parent_.forks.delete(id);
      settle(parent_);
    }
  }

  return {
    run,
    async warm() {
      await parent();
    },
    async close() {
      clearTimeout(idle);
      const running = await starting?.catch(() => null);
      if (running) await running.child.cancel(2_000);
    },
  };
}
