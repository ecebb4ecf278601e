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

/**
 * Reads a sentence as one or more operations. It is cut at connecting words; a part without an operation
 * of its own belongs to the one before it, and neighbours of one operation are one part.
 */
export function read(text: string, pointers: readonly Pointer[]): Reading {
  const parts: { operation: string; text: string }[] = [];
  let pending = "";
  for (const piece of pieces(text)) {
    const operation = clearWinner(rank(wordsOf(piece), pointers));
    const last = parts.at(-1);
    if (operation === null) {
      if (last) last.text += `, ${piece}`;
      else pending += `${piece}, `;
    } else if (last?.operation === operation) last.text += `, ${piece}`;
    else parts.push({ operation, text: (parts.length === 0 ? pending : "") + piece });
  }
  if (parts.length > 0) return { kind: "clear", parts };
  const whole = rank(wordsOf(text), pointers);
  const winner = clearWinner(whole);
  if (winner !== null) return { kind: "clear", parts: [{ operation: winner, text }] };
  return { kind: "unclear", candidates: whole.slice(0, 4).map((s) => s.pointer) };
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
