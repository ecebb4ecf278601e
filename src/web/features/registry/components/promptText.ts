import { promptTextTag, type VersionSummary } from "../../../../capabilities/registry/contract/shapes.ts";
import type { DiffLine } from "../../../ui/Diff.tsx";

interface Message {
  role: string;
  content: unknown;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "role" in value && typeof value.role === "string" && "content" in value;
}

/** The text of a prompt version; a chat is written as its messages, one after the other. */
export function promptText(version: Pick<VersionSummary, "tags">): string {
  const text = version.tags[promptTextTag] ?? "";
  if (version.tags["_mlflow_prompt_type"] !== "chat") return text;
  try {
    const messages: unknown = JSON.parse(text);
    if (!Array.isArray(messages) || !messages.every(isMessage)) return text;
    return messages.map((m) => `${m.role}:\n${typeof m.content === "string" ? m.content : JSON.stringify(m.content, null, 2)}`).join("\n\n");
  } catch {
    return text;
  }
}

/** Beyond this many lines the places are compared, not the longest common run. */
const comparedLines = 1500;

/** Lines of two texts side by side: what both have stands in one row. */
export function textDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const pairs: [string | null, string | null][] = [];
  if (a.length > comparedLines || b.length > comparedLines) for (let i = 0; i < Math.max(a.length, b.length); i += 1) pairs.push([a[i] ?? null, b[i] ?? null]);
  else walk(a, b, pairs);
  return beside(pairs).map(([left, right], i) => ({ key: String(i + 1), before: left, after: right }));
}

/** Lines that went and lines that came in their place share rows. */
function beside(pairs: readonly (readonly [string | null, string | null])[]): (readonly [string | null, string | null])[] {
  const out: (readonly [string | null, string | null])[] = [];
  let [gone, come]: [string[], string[]] = [[], []];
  const flush = (): void => {
    for (let i = 0; i < Math.max(gone.length, come.length); i += 1) out.push([gone[i] ?? null, come[i] ?? null]);
    [gone, come] = [[], []];
  };
  for (const pair of pairs) {
    const [left, right] = pair;
    if (left !== null && right !== null) {
      flush();
      out.push(pair);
    } else if (left !== null) gone.push(left);
    else if (right !== null) come.push(right);
  }
  flush();
  return out;
}

function walk(a: readonly string[], b: readonly string[], out: [string | null, string | null][]): void {
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) out.push([left, left]);
    else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      out.push([left, null]);
      i += 1;
      continue;
    } else if (right !== undefined) {
      out.push([null, right]);
      j += 1;
      continue;
    }
    i += 1;
    j += 1;
  }
}
