export interface Reader {
  status: number;
  /** False where the server said it closes the connection. */
  keeps: boolean;
  /** Takes what came; `whole` when one answer is complete and nothing is left over. The bytes may be reused after the call. */
  take(bytes: Buffer): "partial" | "whole" | "broken";
  /** True where the end of the connection completes the answer: it said no length. */
  end(): boolean;
  reset(): void;
}

const endOfHead = Buffer.from("\r\n\r\n");

/** Reads HTTP/1.1 answers by their framing: a length, chunks, or the end of the connection. */
export function createReader(): Reader {
  let kept: Buffer | null = null;
  let head = -1;
  let needed = -1;
  let chunked = false;
  const reader: Reader = {
    status: 0,
    keeps: true,
    take(bytes) {
      const all = kept === null ? bytes : Buffer.concat([kept, bytes]);
      if (head < 0) {
        const at = all.indexOf(endOfHead);
        if (at < 0) return keep(all);
        head = at + 4;
        const text = all.toString("latin1", 0, at + 2);
        reader.status = /^HTTP\/1\.[01] [1-5]\d\d /.test(text) ? Number(text.slice(9, 12)) : 0;
        if (reader.status === 0) return "broken";
        const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text);
        chunked = length === null && /\r\ntransfer-encoding: *chunked\r\n/i.test(text);
        needed = length ? head + Number(length[1]) : reader.status === 204 || reader.status === 304 ? head : -1;
        reader.keeps = text.startsWith("HTTP/1.1") && !/\r\nconnection: *close\r\n/i.test(text);
      }
      if (chunked && needed < 0) needed = endOfChunks(all, head);
      if (needed < 0 || all.length < needed) return keep(all);
      return all.length === needed ? "whole" : "broken";
    },
    end: () => head >= 0 && needed < 0 && !chunked,
    reset() {
      kept = null;
      head = needed = -1;
      chunked = false;
    },
  };
  function keep(all: Buffer): "partial" {
    kept = Buffer.from(all);
    return "partial";
  }
  return reader;
}

/** Where a chunked body that begins at `from` ends; -1 while it is not all here. */
function endOfChunks(all: Buffer, from: number): number {
  for (let at = from; ;) {
    const line = all.indexOf("\r\n", at);
    if (line < 0) return -1;
    const size = Number.parseInt(all.toString("latin1", at, line), 16);
    if (size === 0) {
      if (all.length >= line + 4 && all.toString("latin1", line + 2, line + 4) === "\r\n") return line + 4;
      const end = all.indexOf(endOfHead, line);
      return end < 0 ? -1 : end + 4;
    }
    at = line + 2 + size + 2;
    if (!(at <= all.length)) return -1;
  }
}
