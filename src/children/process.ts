import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";

export interface ChildOptions {
  cwd?: string;
  /** The whole environment of the child; nothing of ours leaks in. Default: PATH, HOME, LANG only. */
  env?: Readonly<Record<string, string>>;
  limits?: ChildLimits;
  /** Between SIGTERM and SIGKILL on cancel, and after our own death; default 10,000. */
  graceMs?: number;
  /** Cancels when it aborts. */
  signal?: AbortSignal;
}

export interface ChildLimits {
  /** Private memory (RLIMIT_DATA) of each process in the group. */
  memoryBytes?: number;
  /** CPU time of each process in the group; the kernel kills beyond it. */
  cpuSeconds?: number;
  /** Largest file a process may write. */
  fileBytes?: number;
  openFiles?: number;
  /** 0 to 19, higher is humbler. */
  nice?: number;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** True when `cancel` ended it, whatever the code says. */
  cancelled: boolean;
}

/** A started child: the leader of a process group of its own. Read both outputs from the start: Node drops what waits unread at exit. */
export interface Child {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once, when the leader ended and its whole group was killed. Never rejects. */
  readonly exited: Promise<Exit>;
  /** SIGTERM to the group, SIGKILL after the grace; resolves when the group is gone. */
  cancel(graceMs?: number): Promise<Exit>;
  /** Lets our process end although this child runs (its dead-man then ends it); `ref` takes it back. */
  unref(): void;
  ref(): void;
}

export interface Processes {
  /**
   * Starts a program in a process group of its own, with pipes and limits.
   * Dead-man: the child's group gets SIGTERM, then SIGKILL after the grace, when this process dies in any way,
   * because a watcher in the group holds the other end of a pipe of ours.
   * @throws Error when the program cannot be started.
   */
  start(command: string, args: readonly string[], options?: ChildOptions): Promise<Child>;
  /** Cancels every child still running; for an orderly stop. */
  close(): Promise<void>;
}

declare module "../kernel/ctx.ts" {
  interface Services {
    readonly processes: Processes;
  }
}

// $1 grace in seconds, $2.. limits (empty: none), then the program. The watcher must not hold the child's pipes,
// or readers would never see their end; TERM is ignored in it so that it lives to send KILL.
const wrapper = `
grace=$1; data=$2; cpu=$3; file=$4; files=$5; humble=$6; shift 6
( trap '' TERM INT HUP; read -r _ <&3; kill -TERM 0; sleep "$grace"; kill -KILL 0 ) </dev/null >/dev/null 2>&1 &
exec 3<&-
[ -z "$data" ] || ulimit -d "$data" || exit 126
[ -z "$cpu" ] || ulimit -t "$cpu" || exit 126
[ -z "$file" ] || ulimit -f "$file" || exit 126
[ -z "$files" ] || ulimit -n "$files" || exit 126
[ -z "$humble" ] || exec nice -n "$humble" "$@"
exec "$@"
`;

function limitArgs(limits: ChildLimits): string[] {
  const text = (value: number | undefined, unit: number): string => (value === undefined ? "" : String(Math.max(1, Math.ceil(value / unit))));
  // ulimit counts -d in KiB and -f in blocks of 512 bytes (POSIX, dash).
  return [
    text(limits.memoryBytes, 1024),
    text(limits.cpuSeconds, 1),
    text(limits.fileBytes, 512),
    text(limits.openFiles, 1),
    limits.nice === undefined ? "" : String(limits.nice),
  ];
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function pipesOf(child: ChildProcess): { stdin: Writable; stdout: Readable; stderr: Readable; deadMan: Writable } {
  const { stdin, stdout, stderr } = child;
  const deadMan = child.stdio[3];
  if (!stdin || !stdout || !stderr || !deadMan || !("write" in deadMan)) throw new Error("the child was started without pipes");
  return { stdin, stdout, stderr, deadMan };
}

function defaultEnv(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: process.env["HOME"] ?? "/", LANG: "C.UTF-8" };
}

/** Starts and stops children; one per composition root. */
export function processes(): Processes {
  const running = new Set<Child>();

  async function start(command: string, args: readonly string[], options: ChildOptions = {}): Promise<Child> {
    const graceMs = options.graceMs ?? 10_000;
    const spawned = spawn("/bin/sh", ["-c", wrapper, "child", String(graceMs / 1000), ...limitArgs(options.limits ?? {}), command, ...args], {
      cwd: options.cwd,
      env: options.env ?? defaultEnv(),
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    const { pid } = spawned;
    if (pid === undefined) {
      const reason = await new Promise<Error>((done) => spawned.once("error", done));
      throw new Error(`${command} could not be started: ${reason.message}`, { cause: reason });
    }
    const { stdin, stdout, stderr, deadMan } = pipesOf(spawned);
    // A write to a child that has just ended is no event of its own: `exited` tells.
    for (const pipe of [stdin, deadMan]) pipe.on("error", () => {});
    const handles = [spawned, ...[stdin, stdout, stderr, deadMan].filter((pipe) => pipe instanceof Socket)];
    let cancelled = false;
    const exited = new Promise<Exit>((done) => {
      spawned.on("error", () => {});
      spawned.once("exit", (code, signal) => {
        kill(pid, "SIGKILL");
        running.delete(child);
        options.signal?.removeEventListener("abort", abort);
        done({ code, signal, cancelled });
      });
    });
    const child: Child = {
      pid,
      stdin,
      stdout,
      stderr,
      exited,
      async cancel(ms = graceMs) {
        if (!cancelled && running.has(child)) {
          cancelled = true;
          // Whoever awaits the end of an unreferenced child must not end before it.
          child.ref();
          kill(pid, ms > 0 ? "SIGTERM" : "SIGKILL");
          const timer = setTimeout(() => kill(pid, "SIGKILL"), ms);
          void exited.then(() => clearTimeout(timer));
        }
        return exited;
      },
      unref: () => handles.forEach((handle) => handle.unref()),
      ref: () => handles.forEach((handle) => handle.ref()),
    };
    const abort = (): void => void child.cancel();
    running.add(child);
    if (options.signal?.aborted) abort();
    else options.signal?.addEventListener("abort", abort, { once: true });
    return child;
  }

  return {
    start,
    async close() {
      await Promise.all([...running].map((child) => child.cancel(2_000)));
    },
  };
}
