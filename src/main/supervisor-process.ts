import { spawn, type ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { signal } from "../db/embedded/processes.ts";
import { reportOf, type Report } from "./supervisor-child.ts";
import { lastLines, openLog, rotate } from "./supervisor-logs.ts";

export interface ChildSpec {
  /** `server` or `worker`. */
  name: string;
  /** The script, run by this Node. */
  file: string;
  logFile: string;
  /** Asked at every start. */
  environment(): Record<string, string | undefined>;
}

export interface ChildHooks {
  started(spec: ChildSpec, pid: number): void;
  report(spec: ChildSpec, report: Report): void;
  /** It ended without being asked; it starts again after the wait. */
  died(spec: ChildSpec, how: string, restartInMs: number): void;
}

const firstWaitMs = 250;
const longestWaitMs = 15_000;
const graceMs = 12_000;

/** One child that is started again whenever it dies, with growing waits. */
export class SupervisedChild {
  readonly spec: ChildSpec;
  readonly #hooks: ChildHooks;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waitMs = firstWaitMs;
  #stopping = false;

  constructor(spec: ChildSpec, hooks: ChildHooks) {
    this.spec = spec;
    this.#hooks = hooks;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it and waits for its first `ready`. @throws Error with its last words when it ends before. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => this.#launch(resolve, reject));
  }

  /** Asks it to end, and kills its whole group after 12 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#child;
    if (!child?.pid) return;
    const pid = child.pid;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    signal(pid, "SIGTERM");
    const timer = setTimeout(() => signal(-pid, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it at once; it starts again. For when what it depends on moved. */
  restart(): void {
    if (this.#child?.pid) signal(this.#child.pid, "SIGTERM");
  }

  /** Ends it now, without grace. */
  kill(): void {
    this.#stopping = true;
    if (this.#child?.pid) signal(-this.#child.pid, "SIGKILL");
  }

  #launch(onReady: (address: string) => void, onEarlyEnd: ((error: Error) => void) | null): void {
    rotate(this.spec.logFile);
    const log = openLog(this.spec.logFile);
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--enable-source-maps", this.spec.file], {
      env: this.spec.environment(),
      stdio: ["ignore", log, log, "ipc"],
      // A terminal's interrupt must reach only the supervisor, which stops children in order.
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    let answered = false;
    if (child.pid) this.#hooks.started(this.spec, child.pid);
    child.on("message", (message) => {
      const report = reportOf(message);
      if (!report) return;
      this.#hooks.report(this.spec, report);
      if (report.kind !== "ready") return;
      answered = true;
      onReady(report.address);
    });
    child.on("error", () => {});
    child.on("exit", (code, killedBy) => {
      this.#child = null;
      if (this.#stopping) return onEarlyEnd?.(new Error(`The ${this.spec.name} was stopped before it was ready.`));
      const how = killedBy ? `was ended by ${killedBy}` : `ended with code ${code}`;
      if (!answered && onEarlyEnd) {
        const words = lastLines(this.spec.logFile, 12).join("\n  ");
        return onEarlyEnd(new Error(`The ${this.spec.name} ${how} before it was ready. Its log ${this.spec.logFile} ends with:\n  ${words}`));
      }
      this.#again(how, answered);
    });
  }

  /** Coming up takes seconds, so one that answered cannot spin; one that never did waits longer each time. */
  #again(how: string, answered: boolean): void {
    if (answered) this.#waitMs = firstWaitMs;
    const wait = this.#waitMs;
    this.#waitMs = Math.min(wait * 2, longestWaitMs);
    this.#hooks.died(this.spec, how, wait);
    this.#timer = setTimeout(() => this.#launch(() => {}, null), wait);
  }
}
