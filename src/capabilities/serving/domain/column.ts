import type { SignatureInput } from "../contract/shapes.ts";

/** How a column enters the graph. */
export type Wire = "float" | "string";

/** What one value became: its wire form, or why it was refused, or accepted with a note. */
export interface Taken {
  number?: number;
  text?: string;
  /** The value as it is logged and sketched; null where missing. */
  logged: number | string | boolean | null;
  refused?: string;
  warned?: string;
}

export interface Column {
  name: string;
  wire: Wire;
  take(value: unknown): Taken;
}

const longestText = 10_000;
const float32Max = 3.4028234663852886e38;

/**
 * Compiles one column of a signature into a check and a conversion, so that a request pays no interpretation.
 * `closed`: categories never seen in training are refused instead of accepted with a warning.
 */
export function compileColumn(input: SignatureInput, wire: Wire, closed: boolean): Column {
  const accepted = describe(input);
  const sent = (value: unknown): string => `sent ${show(value)}; accepted: ${accepted}`;
  const missing: Taken = wire === "float" ? { number: NaN, logged: null } : { text: "", logged: null };
  const check = checker(input, wire, closed, sent);
  const take = (value: unknown): Taken => {
    if (value === undefined) return input.required ? { logged: null, refused: `missing; accepted: ${accepted}` } : missing;
    if (value === null || value === "") return input.required ? { logged: null, refused: sent(value) } : missing;
    return check(value);
  };
  return { name: input.name, wire, take };
}

function checker(input: SignatureInput, wire: Wire, closed: boolean, sent: (v: unknown) => string): (value: unknown) => Taken {
  if (input.type === "boolean") return booleanChecker(input, wire, sent);
  if (input.type === "number" || input.type === "integer") return numberChecker(input, wire, sent);
  if (input.type === "date" || input.type === "timestamp") return dateChecker(wire, sent);
  return textChecker(input, closed, sent);
}

function numberChecker(input: SignatureInput, wire: Wire, sent: (v: unknown) => string): (value: unknown) => Taken {
  // The trainer saw float32; 0.42 is 0.41999998688697815 there and must not lie outside itself.
  const low = Math.fround(input.min ?? -Infinity);
  const high = Math.fround(input.max ?? Infinity);
  const seen = `${shortest(low)} to ${shortest(high)}`;
  const whole = input.type === "integer";
  return (value) => {
    if (typeof value !== "number" || !(Math.abs(value) <= float32Max)) return { logged: null, refused: sent(value) };
    if (whole && !Number.isInteger(value)) return { logged: null, refused: sent(value) };
    const taken: Taken = wire === "float" ? { number: value, logged: value } : { text: String(value), logged: value };
    const narrow = Math.fround(value);
    if (narrow < low || narrow > high) taken.warned = `${value} lies outside ${seen}, seen in training`;
    return taken;
  };
}

function booleanChecker(input: SignatureInput, wire: Wire, sent: (v: unknown) => string): (value: unknown) => Taken {
  const spelled = (value: boolean): string => input.categories?.find((c) => c.toLowerCase() === String(value)) ?? String(value);
  const words = { true: spelled(true), false: spelled(false) };
  return (value) => {
    if (typeof value !== "boolean") return { logged: null, refused: sent(value) };
    return wire === "float" ? { number: value ? 1 : 0, logged: value } : { text: value ? words.true : words.false, logged: value };
  };
}

function dateChecker(wire: Wire, sent: (v: unknown) => string): (value: unknown) => Taken {
  return (value) => {
    const at = typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
    if (typeof value !== "string" || Number.isNaN(at)) return { logged: null, refused: sent(value) };
    return wire === "float" ? { number: at / 1000, logged: value } : { text: value, logged: value };
  };
}

function textChecker(input: SignatureInput, closed: boolean, sent: (v: unknown) => string): (value: unknown) => Taken {
  const known = input.categories && input.categories.length > 0 ? new Set(input.categories) : null;
  const refuseUnseen = input.enum === true || closed;
  return (value) => {
    if (typeof value !== "string" || value.length > longestText) return { logged: null, refused: sent(value) };
    // PostgreSQL's jsonb has no place for NUL or half a surrogate pair; the log must be able to hold what was answered.
    if (value.includes("\0") || !value.isWellFormed()) return { logged: null, refused: sent(value) };
    if (known === null || known.has(value)) return { text: value, logged: value };
    if (refuseUnseen) return { logged: null, refused: sent(value) };
    return { text: value, logged: value, warned: `${show(value)} is not among the categories the model knows and counts as unseen` };
  };
}

/** What a column accepts, in words. */
export function describe(input: SignatureInput): string {
  const range = typeof input.min === "number" && typeof input.max === "number" ? `, ${shortest(input.min)} to ${shortest(input.max)} seen in training` : "";
  const words: Record<string, string> = {
    number: `a number${range}`,
    integer: `a whole number${range}`,
    boolean: "true or false",
    date: "a date like 2026-11-21",
    timestamp: "a time like 2026-11-21T09:30:00Z",
  };
  const base = words[input.type] ?? (input.categories && input.categories.length > 0 ? `text, one of ${list(input.categories)}` : "text");
  return input.required ? base : `${base}, or null`;
}

function list(categories: readonly string[]): string {
  const shown = categories
    .slice(0, 12)
    .map((c) => JSON.stringify(c))
    .join(", ");
  return categories.length > 12 ? `${shown} and ${categories.length - 12} more` : shown;
}

/** The shortest decimal that is the same float32. */
function shortest(x: number): string {
  const narrow = Math.fround(x);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(narrow.toPrecision(digits));
    if (Math.fround(short) === narrow) return String(short);
  }
  return String(narrow);
}

/** A value as a message quotes it: short, and told apart from text. */
export function show(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) return `${value}, which is not finite`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
