import { replaceBareWords } from "../bare-words.ts";

/** Words that the SDK writes bare where JSON has no number. */
export type Special = "NaN" | "Infinity" | "-Infinity";

/** A number as it was written: a JavaScript number would round what is beyond 2^53. */
export class Num {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** As metrics take it; what has no number in JSON is its word. */
  get value(): number | Special {
    const value = this.source === "NaN" ? Number.NaN : Number(this.source);
    return Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }
}

export type Value = null | boolean | string | Num | readonly Value[] | { readonly [key: string]: Value };

export function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Num);
}

const mark = "\u{1}number:";

/** Reads JSON with NaN and infinities; numbers keep their text. @throws SyntaxError */
export function readJson(text: string): Value {
  const plain = replaceBareWords(text, (word) => `"\\u0001number:${word}"`);
  return JSON.parse(plain, (_key, value: unknown, context: { source?: string } = {}) => {
    if (typeof value === "number") return new Num(context.source ?? String(value));
    return typeof value === "string" && value.startsWith(mark) ? new Num(value.slice(mark.length)) : value;
  }) as Value;
}

/** Writes what {@link readJson} read, numbers as they were. */
export function writeJson(value: Value | undefined): string {
  if (value === undefined) return "null";
  if (value instanceof Num) return value.source;
  if (Array.isArray(value)) return `[${value.map((v: Value) => writeJson(v)).join(",")}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}:${writeJson(inner)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

/** The same value with the keys of its objects in order. */
export function sorted(value: Value): Value {
  if (value instanceof Num || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((v: Value) => sorted(v));
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const deepest = 32;
const longestKey = 250;

/** Leaves by path joined with dots, where that can be a name; an object with a `_type` is one leaf, as are lists and what nests too deep. */
export function leavesOf(value: Value): { key: string; value: Value }[] {
  return leaves(value, []).filter(({ key }) => key !== "" && key.length <= longestKey && !key.includes("\0") && key.isWellFormed());
}

function leaves(value: Value, path: readonly string[]): { key: string; value: Value }[] {
  if (!isObject(value) || typeof value["_type"] === "string" || path.length >= deepest || Object.keys(value).length === 0)
    return [{ key: path.join("."), value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
