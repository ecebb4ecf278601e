import type { Readable } from "node:stream";

/**
 * Lines of a stream, without their ends, in constant memory per line.
 * A line over `maxBytes` (default 64 MiB) ends the iteration with an Error: a child must not fill our memory.
 * @example for await (const line of lines(child.stdout)) handle(JSON.parse(line));
 */
export async function* lines(stream: Readable, maxBytes = 64 * 1024 * 1024): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      parts.push(bytes.subarray(from, at));
      yield Buffer.concat(parts).toString("utf8");
      parts = [];
      held = 0;
      from = at + 1;
    }
    if (from < bytes.length) {
      parts.push(bytes.subarray(from));
      held += bytes.length - from;
      if (held > maxBytes) throw new Error(`a line is longer than ${maxBytes} bytes`);
    }
  }
  if (held > 0) yield Buffer.concat(parts).toString("utf8");
}

/** Keeps the last `bytes` of a stream, for the message of a failure. */
export function tail(stream: Readable, bytes = 4096): () => string {
  let kept = "";
  stream.on("data", (chunk: Buffer) => {
    kept = (kept + chunk.toString("utf8")).slice(-bytes);
  });
  stream.on("error", () => {});
  return () => kept;
}
