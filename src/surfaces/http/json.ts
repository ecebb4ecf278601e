import { isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "../../kernel/contract/errors.ts";

/** Deeper than anything here nests; what recurses over a value must not end the stack. */
const deepest = 64;

const quote = 34;
const backslash = 92;

/** Where the JSON string that begins at `from` (after its quote) is closed; the text's length where it is not. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** @throws Refusal `invalid_input` where arrays and objects nest deeper than 64. */
export function refuseDepth(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === quote) i = endOfString(text, i + 1);
    else if (c === 91 || c === 123) depth += 1;
    else if (c === 93 || c === 125) depth -= 1;
    if (depth > deepest)
      throw refuse("invalid_input", `The body nests deeper than ${deepest} levels, at character ${i}.`, "Send it flatter; no operation takes more.");
  }
}

/** A body as text. @throws Refusal `invalid_input` where it is not UTF-8: replacing what cannot be read would keep something else than was sent. */
export function utf8Body(body: Buffer): string {
  if (isUtf8(body)) return body.toString("utf8");
  throw refuse("invalid_input", "The body is not well-formed UTF-8.", "Send one JSON object in UTF-8; files go through a transfer ticket, in any encoding.");
}

/** Reads JSON as Fastify does, after the two checks that it does not make. */
export function jsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request: FastifyRequest, body: Buffer, done) => {
    // Many clients name the type of a body they do not send, with a DELETE for one.
    if (body.length === 0) return done(null, undefined);
    try {
      const text = utf8Body(body);
      refuseDepth(text);
      void parse(request, text, done);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** A header that may be percent-encoded, for text beyond ASCII; one that is not is taken as it stands. */
export function headerText(value: string | string[] | undefined): string | null {
  if (typeof value !== "string" || value === "") return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
