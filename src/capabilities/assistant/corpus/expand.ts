import { readdirSync, readFileSync } from "node:fs";

export interface Said {
  meaning: string;
  text: string;
  /** Which line of the corpus it comes from, for folds that keep a line together. */
  line: number;
}

const perLine = 20;
const before = ["please ", "can you ", "could you ", "i want to ", "i'd like to ", "now ", "ok, ", "hi, ", "then ", "well, ", "so "];
const after = [" please", " now", " for me", ", thanks", " if possible", ", ok?", "!", "."];

/** Numbers that are the same at every run (mulberry32). */
export function dice(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function one<T>(items: readonly T[], roll: () => number): T {
  const item = items[Math.floor(roll() * items.length)];
  if (item === undefined) throw new Error("a corpus line has an empty choice");
  return item;
}

function said(template: string, slots: ReadonlyMap<string, readonly string[]>, roll: () => number): string {
  let text = template;
  while (/\(([^()]*)\)|\{(\w+)\}/.test(text))
    text = text.replace(/\(([^()]*)\)|\{(\w+)\}/, (_, choice: string | undefined, slot: string | undefined) => {
      if (choice !== undefined) return one(choice.split("|"), roll);
      const values = slots.get(slot ?? "");
      if (!values) throw new Error(`the corpus has no slot ${slot ?? ""}`);
      return one(values, roll);
    });
  return text.replace(/\s+/g, " ").replace(/ ,/g, ",").trim();
}

/** The sentences of a language's corpus, always the same: choices rolled, some with politeness, some with a little word lost. */
export function corpus(language: string): Said[] {
  const folder = new URL(`${language}/`, import.meta.url);
  const slots = new Map(
    linesOf(new URL("slots.txt", folder)).map((line): [string, string[]] => [
      line.slice(0, line.indexOf(":")),
      line
        .slice(line.indexOf(":") + 1)
        .split("|")
        .map((v) => v.trim()),
    ]),
  );
  const all: Said[] = [];
  let line = 0;
  for (const file of readdirSync(folder)
    .filter((f) => f !== "slots.txt")
    .toSorted()) {
    let meaning = "";
    for (const template of linesOf(new URL(file, folder))) {
      line += 1;
      if (template.startsWith("= ")) {
        meaning = template.slice(2);
        continue;
      }
      // Each line rolls for itself, so that a new line changes no other.
      const roll = dice([...template].reduce((h, c) => Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619), 2166136261));
      const texts = new Set(Array.from({ length: perLine }, () => said(template, slots, roll)));
      for (const text of texts) all.push({ meaning, text, line }, { meaning, text: varied(text, roll), line });
    }
  }
  return all;
}

/** Some politeness, and some little word lost, as people do who write in haste or in a foreign language. */
function varied(text: string, roll: () => number): string {
  const words = text.split(" ");
  const little = words.flatMap((word, i) => (/^(?:the|a|an|this|my|our|me|to|of|on|for|is|are|it|with)$/.test(word) ? [i] : []));
  if (little.length > 0 && roll() < 0.5) words.splice(one(little, roll), 1);
  const kept = words.join(" ");
  const r = roll();
  return r < 0.3 ? one(before, roll) + kept : r < 0.6 ? kept + one(after, roll) : kept;
}

function linesOf(url: URL): string[] {
  return readFileSync(url, "utf8")
    .split("\n")
    .filter((l) => l.trim() !== "");
}
