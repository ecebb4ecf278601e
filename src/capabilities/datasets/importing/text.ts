import { createReadStream, createWriteStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import iconv from "iconv-lite";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Encoding } from "../contract/shapes.ts";
import { byteOrderMark, HighBytes, judge, utf16WithoutMark } from "../domain/encoding.ts";
import type { Received } from "./receive.ts";

const chunkBytes = 256 * 1024;

async function countHighBytes(file: string): Promise<HighBytes> {
  const high = new HighBytes();
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) high.add(chunk as Buffer);
  high.end();
  return high;
}

/** The encoding of a received file: as named, by its mark, or by its bytes; refuses what cannot be told. */
export async function encodingOf(file: string, received: Received, named: Encoding): Promise<Exclude<Encoding, "auto">> {
  if (named !== "auto" && named !== "utf-8") return named;
  const marked = byteOrderMark(received.head)?.encoding ?? utf16WithoutMark(received.head);
  if (marked && marked !== "utf-8" && named === "auto") return marked;
  if (received.utf8) return "utf-8";
  const high = await countHighBytes(file);
  const verdict = named === "utf-8" || marked === "utf-8" ? "mixed" : judge(high.counts);
  if (verdict === "windows-1252") return verdict;
  const where = high.firstStray ? ` The first byte that does not fit is at offset ${high.firstStray.offset}, line ${high.firstStray.line}.` : "";
  if (verdict === "mixed")
    throw refuse(
      "invalid_input",
      `The text is not well-formed UTF-8.${where}`,
      "Save the file again as UTF-8, or name its encoding (for example windows-1252).",
    );
  throw refuse(
    "invalid_input",
    `The text is neither UTF-8 nor Western European.${where}`,
    "Save the file as UTF-8, or name its encoding: windows-1251, shift_jis, gbk, euc-kr and others are known.",
  );
}

/** Rewrites the file in place as UTF-8; answers without work where it already is. */
export async function toUtf8(file: string, encoding: Exclude<Encoding, "auto">): Promise<void> {
  if (encoding === "utf-8") return;
  const target = `${file}.utf8`;
  let broken = 0;
  const decode = iconv.decodeStream(encoding);
  const encode = new Transform({
    writableObjectMode: true,
    transform(chunk: string | Buffer, _encoding, done) {
      const text = chunk.toString();
      for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) broken += 1;
      done(null, Buffer.from(text, "utf8"));
    },
  });
  decode.setEncoding("utf8");
  await pipeline(createReadStream(file, { highWaterMark: chunkBytes }), decode, encode, createWriteStream(target, { mode: 0o600 }));
  if (broken > 0)
    throw refuse(
      "invalid_input",
      `The file is not ${encoding}: ${broken} character${broken === 1 ? " does" : "s do"} not exist in it.`,
      "Name the right encoding, or save the file as UTF-8.",
    );
  await rename(target, file);
}

/** Rewrites line ends as LF, in place, for files that mix kinds; line ends inside quotes change with them. */
export async function unifyLineEnds(file: string): Promise<void> {
  const target = `${file}.lf`;
  let heldCr = false;
  const unify = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let text = chunk.toString("latin1");
      if (heldCr) text = `\r${text}`;
      heldCr = text.endsWith("\r");
      if (heldCr) text = text.slice(0, -1);
      done(null, Buffer.from(text.replace(/\r\n?/g, "\n"), "latin1"));
    },
    flush(done) {
      done(null, heldCr ? Buffer.from("\n") : Buffer.alloc(0));
    },
  });
  await pipeline(createReadStream(file, { highWaterMark: chunkBytes }), unify, createWriteStream(target, { mode: 0o600 }));
  await rename(target, file);
}

/** The first characters of a UTF-8 file without its mark, and whether that is all of it. */
export async function headOf(file: string, bytes = 4 * 1024 * 1024): Promise<{ text: string; whole: boolean }> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    // A stream decoder keeps a character cut by the end for itself.
    const text = new TextDecoder("utf-8").decode(buffer.subarray(0, bytesRead), { stream: true });
    return { text, whole: bytesRead < bytes };
  } finally {
    await handle.close();
  }
}
