import { refuseDepth, utf8Body } from "../../http/json.ts";
import { replaceBareWords } from "../bare-words.ts";
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
      return JSON.parse(replaceBareWords(text, (word) => `"${word}"`));
    } catch {
      throw new MlflowError(
        "BAD_REQUEST",
        `The body is not JSON: ${error instanceof Error ? error.message : "it could not be read"}.\nSend one JSON object in UTF-8.`,
      );
    }
  }
}
