import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";

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
  const server = createServer((socket) => socket.on("error", () => {}).end(`process ${process.pid}`));
  server.unref();
  if (await listens(server, name)) {
    return { release: () => new Promise((done) => server.close(() => done())) };
  }
  throw new FolderInUse(folder, await ask(name));
}

function listens(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(name, () => resolve(true));
  });
}

function ask(name: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(name);
    let answer = "";
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", (data: Buffer) => (answer += data.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer === "" ? "another process" : answer));
  });
}
