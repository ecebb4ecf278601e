import { refuseDepth, utf8Body } from "../../http/json.ts";
import { replaceBareWords } from "../bare-words.ts";
import { MlflowError, withNumbersAsWritten, wrongType } from "./problems.ts";

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

const longestReadTwice = 100_000;

/** The refusal of a field with its value as it was written in the body, where that can be found. */
export function asWritten(error: MlflowError, body: Buffer): MlflowError {
  if (error.field === null || body.length > longestReadTwice) return error;
  try {
    let value = withNumbersAsWritten(body.toString("utf8"));
    for (const [step] of error.field.matchAll(/[^.[\]]+/g)) value = (value as Record<string, unknown>)[step];
    return value === undefined ? error : wrongType(error.field, value);
  } catch {
    return error;
  }
}
