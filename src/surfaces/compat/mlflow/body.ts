import { endOfString, refuseDepth, utf8Body } from "../../http/json.ts";
import { MlflowError } from "./problems.ts";

/** JSON as Python writes it: bare NaN and infinities are read as the words proto knows; a text that holds JSON is opened. */
export function readBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  const value = parse(utf8Body(body));
  return typeof value === "string" ? parse(value) : value;
}

function parse(text: string): unknown {
  refuseDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      return JSON.parse(quoteWords(text));
    } catch {
      throw new MlflowError(
        "BAD_REQUEST",
        `The body is not JSON: ${error instanceof Error ? error.message : "it could not be read"}.\nSend one JSON object in UTF-8.`,
      );
    }
  }
}

/** One walk over the text: a pattern that looks for the end of each string walks a text without one again from every quote. */
function quoteWords(text: string): string {
  const next = /"|-?\bInfinity\b|\bNaN\b/g;
  let out = "";
  let from = 0;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    if (found[0] === '"') next.lastIndex = endOfString(text, next.lastIndex) + 1;
    else {
      out += `${text.slice(from, found.index)}"${found[0]}"`;
      from = next.lastIndex;
    }
  }
  return out + text.slice(from);
}
