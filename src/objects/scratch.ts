import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Scratch } from "./port.ts";

/** Start time of a process in clock ticks, which tells a reused pid apart; null when it is gone. */
function startedAt(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields are counted after the last ")" because the command name may hold spaces; the 22nd overall is the start.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

// A pid means something only on its own machine; a shared folder may be written from several.
const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** A name `<host>-<pid>-<start>-<uuid>`, so that a sweep can tell whose it was. */
export function scratchName(): string {
  return `${host}-${process.pid}-${startedAt(process.pid) ?? "0"}-${randomUUID()}`;
}

export async function makeScratch(root: string): Promise<Scratch> {
  const path = join(root, scratchName());
  await mkdir(path, { recursive: true, mode: 0o700 });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

async function newest(path: string): Promise<number> {
  const here = await stat(path).catch(() => null);
  if (!here) return 0;
  if (!here.isDirectory()) return here.mtimeMs;
  const inside = await Promise.all((await readdir(path).catch(() => [])).map((name) => newest(join(path, name))));
  return Math.max(here.mtimeMs, ...inside);
}

/** Removes what dead processes of this machine left, and what nobody touched for `idleMs`. */
export async function sweepScratch(root: string, idleMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(root).catch(() => [])) {
    const [of, pid, start] = name.split("-");
    const dead = of === host && startedAt(Number(pid)) !== start;
    const path = join(root, name);
    if (!dead && Date.now() - (await newest(path)) < idleMs) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
