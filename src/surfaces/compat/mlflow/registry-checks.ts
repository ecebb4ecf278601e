import { promptTextTag } from "../../../capabilities/registry/contract/shapes.ts";
import { invalid } from "./problems.ts";
import { checkKey, tooLong } from "./validate.ts";

const keyLength = 250;
const valueLength = 100_000;
const aliasLength = 255;

/** A tag of a model or version: these are refused when too long, never cut. @throws MlflowError */
export function checkTag(key: string, value: string): void {
  checkKey(key, "key");
  if (key.length > keyLength) throw tooLong("key", keyLength);
  if (value.length <= valueLength) return;
  if (key === promptTextTag) throw invalid(`Prompt text exceeds max length of ${valueLength} characters.`);
  throw tooLong("value", valueLength);
}

/** @throws MlflowError where no alias may be called so; to read or remove, the reserved words are no error. */
export function checkAlias(alias: string, toSet: boolean): void {
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias))
    throw invalid(`Invalid alias name: '${alias.slice(0, 300)}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`);
  if (alias.length > aliasLength) throw tooLong("Registered model alias name", aliasLength);
  if (!toSet) return;
  if (alias.toLowerCase() === "latest") throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^[vV]\d+$/.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}
