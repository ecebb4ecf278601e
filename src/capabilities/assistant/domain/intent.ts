import { beginsWithDeed, speaksOfUs } from "./features.ts";
import { outside, weigh, type Table } from "./linear.ts";
import { hasAny, placesOf, wordsOf, type Words } from "./words.ts";

/** Words that point at one operation; see `Phrase` of the kernel. */
export interface Pointer {
  operation: string;
  all: readonly (readonly string[])[];
  some?: readonly string[];
  not?: readonly string[];
  example: string;
}

export interface Scored {
  pointer: Pointer;
  score: number;
  complete: boolean;
}

/**
 * How well a sentence fits: two for each group hit, one for each word that makes it likelier, minus three for one
 * against it (that very word, not a form of it). One word of the sentence answers for one group only.
 */
export function score(words: Words, pointer: Pointer): Scored {
  const hits = mostGroups(
    pointer.all.map((group) => placesOf(words, group)),
    new Set(),
  );
  const likelier = (pointer.some ?? []).filter((w) => hasAny(words, [w])).length;
  const against = (pointer.not ?? []).filter((w) => words.tokens.includes(w)).length;
  return { pointer, score: 2 * hits + likelier - 3 * against, complete: hits === pointer.all.length && against === 0 };
}

function mostGroups(groups: readonly (readonly number[])[], taken: ReadonlySet<number>): number {
  const [first, ...rest] = groups;
  if (!first) return 0;
  const without = mostGroups(rest, taken);
  return first.filter((place) => !taken.has(place)).reduce((best, place) => Math.max(best, 1 + mostGroups(rest, new Set([...taken, place]))), without);
}

/** Best first; those that hit nothing are left out, and each operation appears once. */
export function rank(words: Words, pointers: readonly Pointer[]): Scored[] {
  const scored = pointers.map((p) => score(words, p)).filter((s) => s.score > 0);
  scored.sort((a, b) => Number(b.complete) - Number(a.complete) || b.score - a.score);
  const seen = new Set<string>();
  return scored.filter((s) => !seen.has(s.pointer.operation) && seen.add(s.pointer.operation));
}

export type Reading = { kind: "clear"; parts: { operation: string; text: string }[] } | { kind: "unclear"; candidates: Pointer[] };

/** From here on a sentence is taken at its likeliest meaning; below, the nearest ones are offered. */
const sure01 = 0.45;
/** From here on a part of a sentence is an order of its own, beside another. */
const ordered01 = 0.6;
const offered01 = 0.01;
const mostOffered = 5;

interface Judged {
  operation: string;
  share01: number;
}

/**
 * Reads a sentence as one or more operations. It is cut at connecting words; a part that begins with a deed and
 * surely means another operation than its neighbour is an order of its own, all else is context of the order
 * it stands beside. Without weights only the pointers decide.
 */
export function read(text: string, pointers: readonly Pointer[], table: Table | null = null): Reading {
  const judge = judgeBy(pointers, table);
  const parts: { operation: string; text: string }[] = [];
  let pending = "";
  const [whole] = judge(text);
  for (const piece of pieces(text)) {
    const [first] = judge(piece);
    const last = parts.at(-1);
    const order = first !== undefined && first.share01 >= ordered01 && (table === null || beginsWithDeed(piece));
    if (!order) {
      if (last) last.text += `, ${piece}`;
      else pending += `${piece}, `;
    } else if (last?.operation === first.operation) last.text += `, ${piece}`;
    else {
      parts.push({ operation: first.operation, text: pending + piece });
      pending = "";
    }
  }
  if (parts.length > 1) return { kind: "clear", parts };
  const [only] = parts;
  if (only && table === null) return { kind: "clear", parts: [only] };
  if (whole && whole.share01 >= sure01) return { kind: "clear", parts: [{ operation: whole.operation, text: only?.text ?? text }] };
  if (only) return { kind: "clear", parts: [only] };
  return { kind: "unclear", candidates: nearest(text, pointers, table) };
}

/** Operations by how surely they are meant. One that has no weights is meant when its own words say so and the weights do not object. */
function judgeBy(pointers: readonly Pointer[], table: Table | null): (text: string) => Judged[] {
  const among = new Set(pointers.map((p) => p.operation));
  const untaught = table === null ? pointers : pointers.filter((p) => !table.meanings.includes(p.operation));
  return (text) => {
    const winner = untaught.length === 0 ? null : clearWinner(rank(wordsOf(text), untaught));
    const byWords = winner === null ? [] : [{ operation: winner, share01: 1 }];
    if (table === null) return byWords;
    const likely = weigh(text, table, among);
    const [first] = likely;
    const found = first && first.meaning !== outside ? [{ operation: first.meaning, share01: first.share01 }] : [];
    return first && first.meaning !== outside && first.share01 >= 0.9 ? [...found, ...byWords] : [...byWords, ...found];
  };
}

/** Up to five operations a sentence may mean, likeliest first; none when it speaks of nothing here. */
function nearest(text: string, pointers: readonly Pointer[], table: Table | null): Pointer[] {
  const byWords = rank(wordsOf(text), pointers).map((s) => s.pointer);
  if (table === null) return byWords.slice(0, 4);
  const likely = weigh(text, table, new Set(pointers.map((p) => p.operation)));
  const absurd = (likely.find((l) => l.meaning === outside)?.share01 ?? 0) >= 0.85;
  if (absurd || !speaksOfUs(text, table.stems)) return [];
  const [said] = byWords;
  const wanted = likely
    .filter((l) => l.meaning !== outside && l.share01 >= offered01)
    .map((l) => l.meaning)
    .slice(0, mostOffered);
  if (said && !wanted.includes(said.operation)) wanted.splice(mostOffered - 1, 1, said.operation);
  return wanted.flatMap((operation) => byWords.find((p) => p.operation === operation) ?? pointers.find((p) => p.operation === operation) ?? []);
}

function clearWinner(ranked: readonly Scored[]): string | null {
  const [first, second] = ranked;
  if (!first?.complete) return null;
  return second?.complete && second.score === first.score ? null : first.pointer.operation;
}

function pieces(text: string): string[] {
  return text
    .split(/[;:.!?]\s+|[;:!?]|,\s*(?:and\s+|then\s+)*|\s+(?:and\s+then|and|then|afterwards|after\s+that)\s+/i)
    .map((p) => p.trim())
    .filter((p) => p !== "");
}
