import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const patienceMs = 5_000;

export interface FolderLock {
  release(): Promise<void>;
}

/** Another live process holds the folder. */
export class FolderInUse extends Error {
  readonly holder: string;
  constructor(folder: string, holder: string) {
    super(`${folder} is in use by ${holder}.`);
    this.name = "FolderInUse";
    this.holder = holder;
  }
}

/**
 * Locks a folder for one purpose until `release` or the end of this process, however it ends:
 * the kernel frees an abstract socket with its process, so no stale lock can remain.
 * @throws FolderInUse naming who holds it.
 */
export async function lockFolder(folder: string, purpose: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true });
  const digest = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  const name = `\0lumina-${purpose}-${digest}`;
  const until = Date.now() + patienceMs;
  for (;;) {
    const server = createServer((socket) => socket.on("error", () => {}).end(`process ${process.pid}`));
    server.unref();
    if (await listens(server, name)) return { release: () => new Promise((done) => server.close(() => done())) };
    const holder = await ask(name);
    // A holder that does not answer is one that is ending just now, or is stopped.
    if (holder !== null || Date.now() > until) throw new FolderInUse(folder, holder ?? "a process that does not answer");
    await sleep(50);
  }
}

function listens(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(name, () => resolve(true));
  });
}

function ask(name: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(name);
    let answer = "";
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", (data: Buffer) => (answer += data.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer === "" ? null : answer));
  });
}
