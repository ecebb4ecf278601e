import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Refusal, refuse } from "../../../kernel/contract/errors.ts";
import { byteOrderMark, utf16WithoutMark } from "../domain/encoding.ts";
import { knownBinary } from "../domain/magic.ts";

export const maxUploadBytes = 10 * 1024 ** 3;

export interface Received {
  sizeBytes: number;
  sha256: string;
  head: Buffer;
  /** Every byte belongs to well-formed UTF-8. */
  utf8: boolean;
}

const headBytes = 64 * 1024;

/** Whether a text reads as UTF-16, by its mark, by its zero bytes, or because the sender said so. */
export function isUtf16(head: Uint8Array, named: string): boolean {
  return named.startsWith("utf-16") || (byteOrderMark(head)?.encoding ?? utf16WithoutMark(head) ?? "").startsWith("utf-16");
}

/** Watches what passes: hash, size, limit, head, well-formedness; refuses binary content at the first sign. */
class Gauge extends Transform {
  readonly #hash = createHash("sha256");
  readonly #named: string;
  sizeBytes = 0;
  head = Buffer.alloc(0);
  utf8 = true;
  #carry = Buffer.alloc(0);

  constructor(named: string) {
    super();
    this.#named = named;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    const before = this.sizeBytes;
    this.#hash.update(chunk);
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > maxUploadBytes) return done(tooLarge());
    if (before < headBytes) this.head = Buffer.concat([this.head, chunk.subarray(0, headBytes - before)]);
    const problem = this.#binary(chunk, before);
    if (problem) return done(problem);
    this.#validate(chunk);
    done(null, chunk);
  }

  override _flush(done: () => void): void {
    if (this.#carry.length > 0) this.utf8 = false;
    done();
  }

  #binary(chunk: Buffer, before: number): Refusal | null {
    const known = before < 16 ? knownBinary(this.head) : null;
    if (known) return refuse("invalid_input", `The file is ${known.what}, not a text table.`, known.fix);
    // The first few bytes may not show UTF-16 yet.
    if (this.sizeBytes < 16 || isUtf16(this.head, this.#named)) return null;
    // Until 16 bytes were there nothing was judged, so the first look goes back to the start.
    const early = before < 16 ? this.head.subarray(0, 16).indexOf(0) : -1;
    const at = early >= 0 ? early : chunk.indexOf(0) + (chunk.includes(0) ? before : 0);
    if (at < 0) return null;
    return refuse(
      "invalid_input",
      `The file holds binary data (a zero byte at offset ${at}), not text.`,
      "Upload a table as CSV or TSV text; export it again if this one is damaged.",
    );
  }

  /** isUtf8 wants whole characters, so a sequence cut by the chunk's end waits for the next chunk. */
  #validate(chunk: Buffer): void {
    if (!this.utf8) return;
    const text = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    let end = text.length;
    for (let back = 1; back <= Math.min(3, text.length); back += 1) {
      const byte = text[text.length - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      if (needs > back) end = text.length - back;
      break;
    }
    this.utf8 = isUtf8(text.subarray(0, end));
    this.#carry = Buffer.from(text.subarray(end));
  }

  result(): Received {
    return { sizeBytes: this.sizeBytes, sha256: this.#hash.digest("hex"), head: this.head, utf8: this.utf8 };
  }
}

export function tooLarge(): Refusal {
  return refuse("too_large", "The file is larger than 10 GB.", "Split it, or upload it as several versions or datasets.");
}

/** Uploads end before the disk does; what runs already must go on writing. */
const fullShare01 = 0.95;

/** Why an upload of this size cannot be taken now, or null. While it is turned into Parquet it stands on the disk twice. */
export function noRoom(space: { freeBytes: number; totalBytes: number }, sizeBytes: number | null): Refusal | null {
  const left = space.freeBytes - 2 * (sizeBytes ?? 0);
  if (left > space.totalBytes * (1 - fullShare01)) return null;
  return refuse(
    "unavailable",
    `The disk of the object store is nearly full (${Math.floor(space.freeBytes / 1024 ** 2)} MB free); uploads are refused beyond ${fullShare01 * 100} %.`,
    "Remove what is not needed, or give the store more space; then send the file again.",
  );
}

/**
 * Streams an upload to a file in constant memory.
 * Refuses binary content while it arrives, an empty body, one over 10 GB, and one that broke off.
 */
export async function receiveBytes(body: Readable, to: string, named: string, expectedBytes: number | null): Promise<Received> {
  const gauge = new Gauge(named);
  const brokeOff = () =>
    refuse(
      "invalid_input",
      `The upload broke off after ${gauge.sizeBytes} bytes${expectedBytes === null ? "" : ` of ${expectedBytes}`}; nothing was kept.`,
      "Send the file again.",
    );
  try {
    // The body is not destroyed with the pipeline: behind it is the connection that has to carry the refusal.
    await pipeline(body.iterator({ destroyOnReturn: false }), gauge, createWriteStream(to, { mode: 0o600 }));
  } catch (error) {
    body.resume();
    if (error instanceof Refusal) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOSPC")
      throw refuse("unavailable", "There is no disk space left for this upload; nothing was kept.", "Free some space on the server, then send the file again.");
    throw brokeOff();
  }
  if (expectedBytes !== null && gauge.sizeBytes < expectedBytes) throw brokeOff();
  if (gauge.sizeBytes === 0) throw refuse("invalid_input", "The file is empty (0 bytes).", "Choose a CSV or TSV file with a header and at least one row.");
  if (gauge.sizeBytes < 16 && !isUtf16(gauge.head, named) && gauge.head.includes(0))
    throw refuse("invalid_input", "The file holds binary data, not text.", "Upload a table as CSV or TSV text.");
  return gauge.result();
}
