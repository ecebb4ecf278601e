import type { Algorithm, Task } from "../../training/contract.ts";
import { hasAny, nearly, stemOf, wordsOf, type Words } from "./words.ts";

/** Columns that the words name, in the order they are named. */
export function namedColumns<C extends { name: string }>({ text, quoted, stems, tokens }: Words, columns: readonly C[]): C[] {
  const at = (c: C): number => {
    if (quoted.includes(c.name)) return text.indexOf(c.name);
    const exact = new RegExp(`(?<![\\p{L}\\p{N}_])${c.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_])`, "iu").exec(text);
    if (exact) return exact.index;
    const parts = c.name
      .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
      .filter(Boolean)
      .map(stemOf);
    const places = parts.map((p) => stems.findIndex((s) => nearly(s, p)));
    return parts.length > 0 && parts.join("").length > 3 && places.every((p) => p >= 0) ? text.toLowerCase().indexOf(tokens[places[0] ?? 0] ?? "") : -1;
  };
  return columns
    .map((column) => ({ column, place: at(column) }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => a.place - b.place)
    .map(({ column }) => column);
}

const algorithmWords: readonly [Algorithm, RegExp][] = [
  ["random_forest", /random\s+forests?|\bforest\b/i],
  ["xgboost", /\bxg\s?boost|\bxgb\b|gradient[\s-]boost/i],
  ["lightgbm", /\blight\s?gbm\b|\blgbm\b|gradient[\s-]boost/i],
  ["mlp", /\bmlp\b|multi-?layer|perceptron|neural/i],
  ["ridge", /\bridge\b|linear\s+(?:model|regression)/i],
  ["logistic_regression", /logistic/i],
];

/** Algorithms the text names; "gradient boosting" is both of its libraries. */
export function algorithmsIn(text: string): Algorithm[] {
  return algorithmWords.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

export function taskIn(text: string): Task | null {
  if (/\bclassif/i.test(text) || /logistic/i.test(text)) return "classification";
  return /\bregress/i.test(text) ? "regression" : null;
}

/** The column after "predict" or "target", else right after "for", "of" or a deed, else the only column named. */
export function targetIn<C extends { name: string }>(words: Words, columns: readonly C[]): string | null {
  const asTarget = /^(.*?)\s+(?:as|is|being)\s+(?:the\s+)?(?:target|label|outcome)\b/i.exec(words.text)?.[1];
  const before = asTarget === undefined ? undefined : namedColumns(wordsOf(asTarget), columns).at(-1);
  if (before) return before.name;
  const after = /\b(?:predict(?:s|ing)?|target(?:\s+(?:is|column|=))?|forecast(?:s|ing)?|foresee|estimat\w+|label|outcome|whether|who)\b(.*)$/i.exec(
    words.text,
  )?.[1];
  const first = after === undefined ? undefined : namedColumns(wordsOf(after), columns)[0];
  if (first) return first.name;
  for (const match of words.text.matchAll(/\b(?:for|of|learn|model|regress|classify|explain)\s+((?:\S+\s*){1,3})/gi)) {
    const [beside] = namedColumns(wordsOf(match[1] ?? ""), columns);
    if (beside) return beside.name;
  }
  const named = namedColumns(words, columns);
  return named.length === 1 ? (named[0]?.name ?? null) : null;
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];

/** "v2", "version 2", "version number 2", "the second version". */
export function versionIn(text: string): number | undefined {
  const found = /\b(?:v|version\s*(?:number\s*|no\.?\s*|#\s*)?)(\d+)\b/i.exec(text)?.[1];
  if (found !== undefined) return Number(found);
  const at = ordinals.indexOf(/\b(first|second|third|fourth|fifth)\s+version\b/i.exec(text)?.[1]?.toLowerCase() ?? "");
  return at < 0 ? undefined : at + 1;
}

/** The stage a model is to move to; production when none is said, and when "from staging" is. */
export function stageIn(words: Words): "staging" | "production" | "archived" {
  const to = { ...words, text: words.text.replace(/\bfrom\s+(?:the\s+)?\w+/gi, "") };
  const there = wordsOf(to.text);
  if (hasAny(there, ["production", "prod"])) return "production";
  if (/\bstaging\b(?!\s+(?:model|version))/i.test(to.text)) return "staging";
  return hasAny(there, ["archive", "archived"]) ? "archived" : "production";
}

/** By how many standard deviations to shift; 2 when none is said, 0 for "without shift". */
export function shiftIn(words: Words): number {
  if (/\b(?:no|zero|without|0)\s+(?:any\s+|a\s+)?(?:shift|drift)/i.test(words.text)) return 0;
  const said = /(\d+(?:\.\d+)?)\s*-?\s*(?:sd|sigma|standard|deviation)/i.exec(words.text)?.[1];
  return said === undefined ? (words.numbers.find((n) => n > 0 && n <= 10) ?? 2) : Number(said);
}

/** The name for a new project: in quotes, after "called" and the like, or capitalised after "project". */
export function projectNameIn(words: Words): string | undefined {
  const said =
    words.quoted[0] ??
    /\b(?:called|named|titled|(?:name|call)\s+it|project\s*:)\s*(.+?)[.!?]*$/i.exec(words.text)?.[1] ??
    /project\s+(?:for\s+)?([\p{Lu}][\p{L}\p{N} _-]*)/u.exec(words.text)?.[1];
  return said?.trim().replace(/\s+(?:please|now)$/i, "");
}
