import { stemmer } from "stemmer";

/** A sentence as the rules see it: stems in order, quoted parts whole. */
export interface Words {
  text: string;
  stems: readonly string[];
  /** The words themselves, lower case, one for each stem. */
  tokens: readonly string[];
  /** Parts in quotes, as written. */
  quoted: readonly string[];
  numbers: readonly number[];
}

/** Splits into stems (Porter); letters of any script, digits, `_` and `.` inside a word stay. */
export function wordsOf(text: string): Words {
  const quoted = [...text.matchAll(/["“”'`]([^"“”'`]+)["“”'`]/g)].map((m) => m[1] ?? "");
  const tokens = text.toLowerCase().match(/[\p{L}\p{N}_]+(?:[.'-][\p{L}\p{N}_]+)*/gu) ?? [];
  const parts = tokens.flatMap((token) => (token.includes("-") ? [token, ...token.split("-")] : [token]));
  return { text, tokens: parts, stems: parts.map(stemOf), quoted, numbers: parts.filter((p) => /^\d+(\.\d+)?$/.test(p)).map(Number) };
}

export function stemOf(word: string): string {
  return stemmer(word.toLowerCase());
}

/** True when the two differ by one letter added, dropped, changed or swapped; only for words of five letters or more. */
export function nearly(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const swapped = restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

/** Places in the sentence where one of the words stands, in any form, one typing error forgiven. */
export function placesOf(words: Words, wanted: readonly string[]): number[] {
  const stems = wanted.map(stemOf);
  return words.stems.flatMap((s, i) => (stems.some((stem) => nearly(s, stem)) ? [i] : []));
}

/** Whether the sentence holds one of the words, in any form, one typing error forgiven. */
export function hasAny(words: Words, wanted: readonly string[]): boolean {
  return placesOf(words, wanted).length > 0;
}
