import { conceptOf, conceptStems, isDeed } from "./concepts.ts";
import { nearly, wordsOf } from "./words.ts";

const idle = new Set("the a an of to and or i me my we our us you your please it is are be".split(" "));
const lead =
  /^(?:(?:and|then|now|next|also|finally|so|please|pls|kindly|just|ok|okay|well|hey|hi|hello|oops|hmm|afterwards|after that|first|can you|could you|would you|will you|can we|could we|can i|could i|i want to|i want you to|i would like to|i'd like to|i'd like you to|we want to|i need to|we need to|you should|let's|let us|help me|go ahead and|time to)[,\s]+)+/i;

/** A sentence without the politeness it begins with. */
export function withoutLead(text: string): string {
  return text.trim().replace(lead, "");
}

/** Whether a part of a sentence begins with a deed, so that it can be an order of its own. */
export function beginsWithDeed(text: string): boolean {
  const { tokens, stems } = wordsOf(withoutLead(text));
  return isDeed(sense(tokens[0] ?? "", stems[0] ?? "", conceptStems).concept);
}

/**
 * What a sentence shows to the scorer: its stems, concepts, neighbours, pairs of concepts and a few marks. `known` mends one typing
 * error in words nobody knows.
 */
export function featuresOf(text: string, known: ReadonlySet<string>): string[] {
  const words = wordsOf(withoutLead(text).replace(/["“”'`][^"“”'`]+["“”'`]/g, " quotedname "));
  const senses = words.stems.map((stem, i) => sense(words.tokens[i] ?? "", stem, known));
  const stems = senses.map((s) => s.stem);
  const units = senses.map((s) => s.concept ?? s.stem);
  const concepts = [...new Set(senses.flatMap((s) => s.concept ?? []))].toSorted();
  const found = new Set<string>();
  for (const [i, stem] of stems.entries()) {
    found.add(`w ${stem}`);
    if (i > 0) found.add(`b ${units[i - 1] ?? ""} ${units[i] ?? ""}`);
  }
  for (const [i, concept] of concepts.entries()) {
    found.add(`c ${concept}`);
    for (const other of concepts.slice(i + 1)) found.add(`p ${concept} ${other}`);
  }
  const first = units.find((unit) => !idle.has(unit));
  if (first !== undefined) found.add(`f ${first}`);
  if (/\?\s*$/.test(text)) found.add("m asks");
  if (/\b(?:v|version\s*)\d+\b/i.test(text)) found.add("m version");
  if (words.numbers.length > 0) found.add("m number");
  if (stems.length <= 2) found.add("m short");
  return [...found];
}

/** The stem of a word, one typing error mended where nobody knows it, and its concept. */
function sense(token: string, stem: string, known: ReadonlySet<string>): { stem: string; concept: string | null } {
  if (/^\d+(\.\d+)?$/.test(token)) return { stem: "0", concept: null };
  const concept = conceptOf(token, stem);
  if (concept !== null || known.has(stem) || stem.length < 5) return { stem, concept };
  for (const other of known) if (nearly(stem, other)) return { stem: other, concept: conceptOf(other, other) };
  return { stem, concept };
}

/** Whether a sentence holds a word that has a group, so that it may speak of something here. */
export function speaksOfUs(text: string, known: ReadonlySet<string>): boolean {
  const { tokens, stems } = wordsOf(withoutLead(text));
  return stems.some((stem, i) => !vague.has(sense(tokens[i] ?? "", stem, known).concept ?? "question"));
}

const vague = new Set("question WANT GET GIVE new age best CREATE SHOW TRY START previous again".split(" "));
