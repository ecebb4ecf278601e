import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const youngMs = 3_600_000;

/**
 * Local copies of remote objects, for programs that read files. A copy is named by key and version, so a replaced
 * object never shows old bytes; the least recently used copies leave when `limitBytes` is passed, but none that was
 * asked for within the last hour, because its reader may not have opened it yet.
 */
export class LocalCopies {
  readonly #folder: string;
  readonly #limitBytes: number;
  readonly #coming = new Map<string, Promise<string>>();

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  /** The path of the copy; `open` is called where there is none yet, once for all who ask at the same time. */
  async path(key: string, version: string, open: () => Promise<Readable>): Promise<string> {
    const name = createHash("sha256").update(`${key}\0${version}`).digest("hex");
    const path = join(this.#folder, name);
    const there = await stat(path).catch(() => null);
    if (there) {
      await utimes(path, new Date(), there.mtime).catch(() => {});
      return path;
    }
    const coming = this.#coming.get(name) ?? this.#fetch(path, open).finally(() => this.#coming.delete(name));
    this.#coming.set(name, coming);
    return await coming;
  }

  async #fetch(path: string, open: () => Promise<Readable>): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomUUID()}`;
    try {
      await pipeline(await open(), createWriteStream(temporary, { mode: 0o600 }));
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
    await this.#shrink();
    return path;
  }

  async #shrink(): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const path = join(this.#folder, name);
        const info = await stat(path).catch(() => null);
        return info && { path, sizeBytes: info.size, usedMs: info.atimeMs };
      }),
    );
    const known = files.filter((f) => f !== null).toSorted((a, b) => a.usedMs - b.usedMs);
    let total = known.reduce((sum, f) => sum + f.sizeBytes, 0);
    for (const file of known) {
      if (total <= this.#limitBytes || Date.now() - file.usedMs < youngMs) return;
      await rm(file.path, { force: true });
      total -= file.sizeBytes;
    }
  }
}
