import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, open, readdir, realpath, rename, rm, stat, statfs, utimes } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { absent, asReadable, fsyncPath, meter } from "./bytes.ts";
import { checkedKey, contentKey } from "./keys.ts";
import type { Body, ObjectInfo, Objects, Stored } from "./port.ts";
import { makeScratch, scratchName, sweepScratch } from "./scratch.ts";

const missing = (error: unknown): boolean => error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/**
 * Objects as files below `root`. Every write goes to a temporary name first, is synced, renamed, and its folder synced,
 * so that an acknowledged object survives a power cut and a broken one never shows.
 */
export function fileObjects(root: string): Objects {
  const base = resolve(root);
  const objects = join(base, "objects");
  const scratchRoot = join(base, "scratch");
  const pathOf = (key: string): string => join(objects, ...checkedKey(key).split("/"));

  /** Makes the folder and syncs each parent whose entry list changed. */
  async function ensureFolder(folder: string): Promise<void> {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made === undefined) return;
    for (let at = folder; at.length >= dirname(made).length; at = dirname(at)) await fsyncPath(at);
  }

  async function settle(temporary: string, key: string): Promise<void> {
    const path = pathOf(key);
    await ensureFolder(dirname(path));
    await rename(temporary, path);
    await fsyncPath(dirname(path));
  }

  async function write(body: Body, keyOf: (sha256: string) => string): Promise<Stored> {
    await ensureFolder(scratchRoot);
    const temporary = join(scratchRoot, scratchName());
    try {
      const { stream, result } = meter();
      await pipeline(asReadable(body), stream, createWriteStream(temporary, { mode: 0o600, flush: true }));
      const { sha256, sizeBytes } = result();
      const key = keyOf(sha256);
      await settle(temporary, key);
      return { key, sha256, sizeBytes };
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async function* walk(folder: string): AsyncGenerator<ObjectInfo> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (missing(error)) return [];
      throw error;
    });
    // Folders sort as their prefix does, so the whole walk comes out in key order.
    const order = entries.map((e) => ({ entry: e, name: e.isDirectory() ? `${e.name}/` : e.name })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { entry } of order) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* walk(path);
      else if (entry.isFile()) {
        const info = await stat(path).catch(() => null);
        if (info) yield { key: relative(objects, path).split(sep).join("/"), sizeBytes: info.size, modifiedAt: info.mtime };
      }
    }
  }

  const store: Objects = {
    put: (key, body) => {
      checkedKey(key);
      return write(body, () => key);
    },
    putContent: (workspaceId, body) => write(body, (sha256) => contentKey(workspaceId, sha256)),
    async adopt(key, file) {
      checkedKey(key);
      const { stream, result } = meter();
      stream.resume();
      await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), stream);
      await chmod(file, 0o600);
      await fsyncPath(file);
      await utimes(file, new Date(), new Date());
      await settle(file, key);
      return { key, ...result() };
    },
    async get(key, range) {
      const handle = await open(pathOf(key), "r").catch((error: unknown) => {
        throw missing(error) ? absent(key) : error;
      });
      return handle.createReadStream({ ...range, highWaterMark: 256 * 1024 });
    },
    async stat(key) {
      const info = await stat(pathOf(key)).catch((error: unknown) => {
        if (missing(error)) return null;
        throw error;
      });
      return info?.isFile() ? { key, sizeBytes: info.size, modifiedAt: info.mtime } : null;
    },
    async remove(key) {
      const there = (await store.stat(key)) !== null;
      await rm(pathOf(key), { force: true });
      return there;
    },
    async localPath(key) {
      const path = await realpath(pathOf(key)).catch((error: unknown) => {
        throw missing(error) ? absent(key) : error;
      });
      const inside = path.startsWith(`${await realpath(objects)}${sep}`);
      if (!inside) throw absent(key);
      return path;
    },
    async *list(prefix) {
      const trimmed = prefix.replace(/\/+$/, "");
      const parts = trimmed === "" ? [] : checkedKey(trimmed).split("/");
      // A prefix may end inside a name: walk its folder, keep what starts with it.
      const folder = join(objects, ...(prefix.endsWith("/") || prefix === "" ? parts : parts.slice(0, -1)));
      for await (const info of walk(folder)) if (info.key.startsWith(prefix)) yield info;
    },
    async space() {
      await ensureFolder(base);
      const { bavail, blocks, bsize } = await statfs(base);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
    scratch: () => makeScratch(scratchRoot),
    sweepScratch: (idleMs) => sweepScratch(scratchRoot, idleMs),
  };
  return store;
}
