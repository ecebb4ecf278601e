/** Byte order mark at the start, with its length; null without one. */
export function byteOrderMark(head: Uint8Array): { encoding: "utf-8" | "utf-16le" | "utf-16be"; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/** UTF-16 without a mark shows as zero bytes on one side of nearly every pair. */
export function utf16WithoutMark(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even += 1;
    if (head[i + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.7 && even < pairs * 0.05) return "utf-16le";
  if (even > pairs * 0.7 && odd < pairs * 0.05) return "utf-16be";
  return null;
}

/** What the bytes above 127 of a text look like, counted by {@link HighBytes}. */
export interface HighByteCounts {
  /** Bytes that belong to well-formed UTF-8 sequences of several bytes. */
  wellFormed: number;
  /** Bytes above 127 that do not. */
  stray: number;
  /** Stray bytes that follow another stray byte at once. */
  adjacent: number;
  /** Stray bytes that Windows-1252 leaves undefined. */
  undefined1252: number;
}

const undefined1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** Counts high bytes over chunks, so that a file can be judged without holding it. */
export class HighBytes {
  readonly counts: HighByteCounts = { wellFormed: 0, stray: 0, adjacent: 0, undefined1252: 0 };
  /** Offset and line (from 1) of the first stray byte. */
  firstStray: { offset: number; line: number } | null = null;
  #offset = 0;
  #line = 1;
  #lastStray = -2;
  #pending: number[] = [];
  #missing = 0;

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      this.#next(byte);
      this.#offset += 1;
    }
  }

  /** A sequence cut off by the end is stray. */
  end(): HighByteCounts {
    this.#spill();
    return this.counts;
  }

  #next(byte: number): void {
    if (this.#missing > 0) {
      if ((byte & 0xc0) === 0x80) {
        this.#pending.push(byte);
        this.#missing -= 1;
        if (this.#missing === 0) {
          this.counts.wellFormed += this.#pending.length;
          this.#pending = [];
        }
        return;
      }
      this.#spill();
    }
    if (byte === 10) this.#line += 1;
    if (byte < 0x80) return;
    const length = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 1;
    if (length === 1) this.#stray(byte, this.#offset);
    else {
      this.#pending = [byte];
      this.#missing = length - 1;
    }
  }

  #spill(): void {
    const start = this.#offset - this.#pending.length;
    this.#pending.forEach((byte, i) => this.#stray(byte, start + i));
    this.#pending = [];
    this.#missing = 0;
  }

  #stray(byte: number, at: number): void {
    this.firstStray ??= { offset: at, line: this.#line };
    this.counts.stray += 1;
    if (at === this.#lastStray + 1) this.counts.adjacent += 1;
    if (undefined1252.has(byte)) this.counts.undefined1252 += 1;
    this.#lastStray = at;
  }
}

/**
 * Judges text that is not well-formed UTF-8. Western European single-byte text has lone high bytes between ASCII letters;
 * runs of them are a multi-byte or Cyrillic encoding, which must be named rather than guessed; and a file that has both
 * UTF-8 letters and stray bytes was mixed or damaged.
 */
export function judge(counts: HighByteCounts): "windows-1252" | "mixed" | "unknown" {
  if (counts.wellFormed > counts.stray) return "mixed";
  if (counts.undefined1252 > 0 || counts.adjacent > counts.stray * 0.3) return "unknown";
  return counts.wellFormed > 0 && counts.wellFormed >= counts.stray * 0.2 ? "mixed" : "windows-1252";
}
