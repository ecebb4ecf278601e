import { invalid, invalidValue } from "./problems.ts";

/** Sizes that MLflow's server keeps; longer values of runs are cut there, never refused. */
export const limits = {
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  experimentName: 500,
  experimentTagValue: 20_000,
  batchMetrics: 1000,
  batchParams: 100,
  batchTags: 100,
  batchAll: 1000,
  searchResults: 50_000,
} as const;

const allowed = /^[\p{L}\p{N}_/.\- :]*$/u;
const characters = "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).";

/** A key of a metric, parameter or tag. @throws MlflowError naming the path */
export function checkKey(key: string, path: string, what = path): void {
  if (!allowed.test(key)) throw invalidValue(path, key, characters);
  const parts = key.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    throw invalidValue(
      path,
      key,
      `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normal(key)}'`,
    );
  if (key === "__proto__") throw invalidValue(path, key, "This server keeps nothing of that name; choose another.");
  if (key.length > limits.key) throw tooLong(what, limits.key);
}

export function tooLong(what: string, limit: number): Error {
  return invalid(`'${what}' exceeds the maximum length of ${limit} characters`);
}

function normal(key: string): string {
  const out: string[] = [];
  for (const part of key.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else if (part !== ".." || !key.startsWith("/")) out.push(part);
  }
  return `${key.startsWith("/") ? "/" : ""}${out.join("/")}` || ".";
}

/** Cut to a length, between characters. */
export function cut(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const end = (value.codePointAt(limit - 1) ?? 0) > 0xffff ? limit - 1 : limit;
  return value.slice(0, end);
}

/** @throws MlflowError where a batch holds too many. */
export function checkBatch(metrics: number, params: number, tags: number): void {
  const refuse = (what: string, limit: number, count: number): void => {
    if (count > limit)
      throw invalid(
        `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
      );
  };
  refuse("metrics", limits.batchMetrics, metrics);
  refuse("params", limits.batchParams, params);
  refuse("tags", limits.batchTags, tags);
  refuse("metrics, params, and tags", limits.batchAll, metrics + params + tags);
}
