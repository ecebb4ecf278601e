import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { refuse, type Refusal } from "../kernel/contract/errors.ts";
import type { Body } from "./port.ts";

/** Syncs a file, or a folder whose list of entries changed. */
export async function fsyncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function asReadable(body: Body): Readable {
  if (body instanceof Readable) return body;
  return Readable.from(typeof body === "string" || body instanceof Uint8Array ? [Buffer.from(body)] : body, { objectMode: false });
}

/** Hashes and counts what passes. */
export function meter(): { stream: Transform; result: () => { sha256: string; sizeBytes: number } } {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ sha256: hash.digest("hex"), sizeBytes }) };
}

/** What every provider says of a key that is not there. */
export const absent = (key: string): Refusal =>
  refuse("not_found", `The stored object ${key} does not exist.`, "The file may have been removed; choose another version or upload it again.");
