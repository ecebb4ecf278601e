import { endOfString } from "../http/json.ts";

/**
 * A JSON text with NaN and infinities, which Python writes bare, replaced outside of its strings. It walks the text once: a pattern
 * that looks for the end of each string walks a text without one again from every quote, and fails on strings of megabytes.
 */
export function replaceBareWords(text: string, write: (word: string) => string): string {
  const next = /"|-?\bInfinity\b|\bNaN\b/g;
  let out = "";
  let from = 0;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    if (found[0] === '"') next.lastIndex = endOfString(text, next.lastIndex) + 1;
    else {
      out += text.slice(from, found.index) + write(found[0]);
      from = next.lastIndex;
    }
  }
  return out + text.slice(from);
}
