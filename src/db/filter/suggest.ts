import type { IToken, TokenType } from "chevrotain";
import { resolve } from "./compile.ts";
import type { Entity, FieldTable } from "./fields.ts";
import { endOf, lexer, nameOf, parser, tokens, type FieldRef } from "./grammar.ts";

export interface Suggestion {
  /** What of the text it replaces. */
  from: number;
  to: number;
  insert: string;
  label: string;
  kind: "entity" | "attribute" | "key" | "operator" | "value" | "keyword";
  /** The entity a key belongs to. */
  entity?: string;
}

/** What a database knows of names; asked only where one is being typed. */
export interface Names {
  keys(entity: string, part: string): Promise<string[]>;
  values(entity: string | null, key: string, part: string): Promise<string[]>;
}

const atMost = 50;

/** What may stand at the caret, by what the parser would take next there. */
export async function suggest(table: FieldTable, text: string, caret: number, names: Names): Promise<Suggestion[]> {
  const open = openQuote(text, caret);
  const before = lexer.tokenize(text.slice(0, open ?? caret)).tokens;
  if (open !== null && text.charAt(open) === "`") {
    const [first, dot, more] = wordAt(before, open);
    const entity = first && dot && !more ? table.others.find((e) => e.names.includes(nameOf(first))) : undefined;
    return entity ? await keysOf(entity, text.slice(open + 1, caret), { from: open, to: caret }, names) : [];
  }
  const typed = open === null ? wordAt(before, caret) : [];
  const done = before.slice(0, before.length - typed.length);
  const from = open ?? typed[0]?.startOffset ?? caret;
  const next = new Set([tokens.Word, tokens.Compare, tokens.And, tokens.Single, tokens.Open].filter((type) => takes(done, type)));
  const part = text.slice(open === null ? from : open + 1, caret);
  const span = { from, to: caret };
  if (next.has(tokens.Single)) return next.has(tokens.Open) ? [] : await valuesAt(table, done, part, span, open === null ? "'" : text.charAt(open), names);
  if (open !== null) return [];
  const found: Suggestion[] = [];
  if (next.has(tokens.Word)) found.push(...(await fieldsAt(table, typed, span, part, names)));
  if (next.has(tokens.Compare)) found.push(...operatorsAt(table, done, span));
  if (next.has(tokens.And)) found.push({ ...span, insert: "AND ", label: "AND", kind: "keyword" });
  const wanted = part.toLowerCase();
  return found.filter((s) => s.kind === "key" || s.label.toLowerCase().startsWith(wanted)).slice(0, atMost);
}

/** Whether the parser would take such a token next: it is tried, and the first complaint is about something else, or there is none. */
function takes(done: readonly IToken[], tokenType: TokenType): boolean {
  const tried: IToken = { image: "", startOffset: 0, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? 0 };
  parser.input = [...done, tried];
  parser.filter();
  return parser.errors[0]?.token !== tried;
}

/** Where a quote was opened before the caret and not closed. */
function openQuote(text: string, caret: number): number | null {
  const error = lexer.tokenize(text.slice(0, caret)).errors.find((e) => `'"\``.includes(text.charAt(e.offset)));
  return error?.offset ?? null;
}

/** The tokens of the word at the caret: what stands before it without a gap. */
function wordAt(before: readonly IToken[], caret: number): IToken[] {
  const word: IToken[] = [];
  let end = caret;
  for (const token of before.toReversed()) {
    if (endOf(token) !== end || [tokens.Compare, tokens.Open, tokens.Close, tokens.Comma, tokens.Single].includes(token.tokenType)) break;
    word.unshift(token);
    end = token.startOffset;
  }
  return word;
}

async function fieldsAt(table: FieldTable, typed: readonly IToken[], span: { from: number; to: number }, part: string, names: Names): Promise<Suggestion[]> {
  const entities = [table.attributes, ...table.others];
  const [first, dot, ...rest] = typed;
  if (first && dot) {
    const entity = entities.find((e) => e.names.includes(nameOf(first)));
    return entity ? await keysOf(entity, rest.map(nameOf).join("."), { from: endOf(dot), to: span.to }, names) : [];
  }
  return [
    ...(table.attributes.keys ?? []).map((key) => ({ ...span, insert: quoted(key), label: key, kind: "attribute" as const })),
    ...table.others.map((e) => ({ ...span, insert: `${e.names[0]}.`, label: `${e.names[0]}.`, kind: "entity" as const })),
    ...(part === ""
      ? []
      : table.others.flatMap((e) =>
          (e.aggregates ?? []).map((a) => ({ ...span, insert: `${a}(${e.names[0]}.`, label: `${a}(${e.names[0]}.…)`, kind: "entity" as const })),
        )),
  ];
}

async function keysOf(entity: Entity, part: string, span: { from: number; to: number }, names: Names): Promise<Suggestion[]> {
  const known = entity.keys ? entity.keys.filter((key) => key.toLowerCase().includes(part.toLowerCase())) : await names.keys(entity.names[0], part);
  return known.map((key) => ({ ...span, insert: quoted(key), label: key, kind: "key", entity: entity.names[0] }));
}

function operatorsAt(table: FieldTable, done: readonly IToken[], span: { from: number; to: number }): Suggestion[] {
  const field = fieldBefore(table, done);
  return (field?.field.ops ?? []).map((op) => {
    const insert = op.startsWith("IS") ? `${op} ` : op.endsWith("IN") ? `${op} (` : `${op} `;
    return { ...span, insert, label: op, kind: "operator" };
  });
}

async function valuesAt(
  table: FieldTable,
  done: readonly IToken[],
  part: string,
  span: { from: number; to: number },
  quote: string,
  names: Names,
): Promise<Suggestion[]> {
  const operator = done.findLastIndex(
    (t) => t.tokenType !== tokens.Single && t.tokenType !== tokens.Double && t.tokenType !== tokens.Comma && t.tokenType !== tokens.Open,
  );
  const words = [tokens.In, tokens.Not].includes(done[operator]?.tokenType as never) && done[operator - 1]?.tokenType === tokens.Not ? operator - 1 : operator;
  const found = fieldBefore(table, done.slice(0, words));
  if (found?.field.type !== "text") return [];
  const known =
    found.field.values?.filter((v) => v.toLowerCase().startsWith(part.toLowerCase())) ?? (await names.values(found.ref.entity, found.ref.key, part));
  return known.slice(0, atMost).map((value) => ({ ...span, insert: `${quote}${value.replaceAll(quote, quote + quote)}${quote}`, label: value, kind: "value" }));
}

/** The field that ends here, if it is one. */
function fieldBefore(table: FieldTable, done: readonly IToken[]): { ref: FieldRef; field: ReturnType<typeof resolve> } | null {
  parser.input = done.slice(done.findLastIndex((token) => token.tokenType === tokens.And) + 1);
  const clause = parser.order();
  if (parser.errors.length > 0) return null;
  try {
    return { ref: clause.field, field: resolve(table, clause.field) };
  } catch {
    return null;
  }
}

/** A key as it may stand bare, or in back quotes. */
export function quoted(key: string): string {
  return /^[A-Za-z_][^\s"'`=<>!(),]*$/.test(key) ? key : `\`${key}\``;
}
