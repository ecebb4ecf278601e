import type { IRecognitionException, IToken } from "chevrotain";
import { refuse, type Refusal } from "../../kernel/contract/errors.ts";
import { EOF, endOf, lexer, parser, tokens, type Clause, type OrderClause, type Span } from "./grammar.ts";

/** What is wrong with a filter, where, and what to write instead. */
export interface Problem extends Span {
  message: string;
  fix: string;
}

/** Thrown inside this room; surfaces see the refusal it becomes. */
export class FilterProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function problem(at: Span, message: string, fix: string): FilterProblem {
  return new FilterProblem({ from: at.from, to: at.to, message, fix });
}

/** Runs `body`; a problem in the text becomes `invalid_input` that names the field, the position and the fix. */
export function refusing<T>(field: string, text: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof FilterProblem ? refusalOf(field, text, error.problem) : error;
  }
}

function refusalOf(field: string, text: string, { from, to, message, fix }: Problem): Refusal {
  const word = text.slice(from, Math.min(to, from + 60));
  const at = `character ${from + 1}${word.trim() === "" ? "" : ` (${word})`}`;
  return refuse("invalid_input", `${message} In ${field}, at ${at}.`, fix, { fields: [{ path: field, message: `${at}: ${message}` }] });
}

/** Clauses of a filter; a blank text has none. @throws FilterProblem */
export function parseFilter(text: string): Clause[] {
  if (text.trim() === "") return [];
  return parsed(text, () => parser.filter());
}

/** One clause of an order. @throws FilterProblem */
export function parseOrder(text: string): OrderClause {
  return parsed(text, () => parser.order());
}

function parsed<T>(text: string, rule: () => T): T {
  const lexed = lexer.tokenize(text);
  const broken = lexed.errors[0];
  if (broken) throw unreadable(text, broken.offset, broken.length);
  parser.input = lexed.tokens;
  const result = rule();
  const error = parser.errors[0];
  if (error) throw explained(text, lexed.tokens, error);
  return result;
}

function unreadable(text: string, from: number, length: number): FilterProblem {
  const char = text.charAt(from);
  if (`'"\``.includes(char))
    return problem({ from, to: text.length }, `The quote ${char} is never closed.`, `Close it with another ${char}; write it twice inside a text.`);
  return problem(
    { from, to: from + length },
    `${char} has no meaning here.`,
    "Compare with =, !=, <, <=, > or >=; quote keys and texts that hold such characters.",
  );
}

function explained(text: string, all: readonly IToken[], error: IRecognitionException): FilterProblem {
  const at = error.token.tokenType === EOF ? { from: text.length, to: text.length } : { from: error.token.startOffset, to: endOf(error.token) };
  const rule = error.context.ruleStack.at(-1) ?? "";
  const word = error.token.image;
  const before = all.findLast((token) => endOf(token) <= at.from)?.image ?? "";
  if (/^or$/i.test(word))
    return problem(at, "OR is not part of the language.", "Join clauses with AND, or search twice; IN takes several values of one field.");
  if (error.token.tokenType === tokens.Compare && before === "=") return problem(at, "== is not a comparator.", "Write a single =.");
  if (error.token.tokenType === EOF && rule !== "filter" && rule !== "order")
    return problem(at, `The text ends in the middle of a clause${after(before)}.`, fixes[rule] ?? anyFix);
  if (rule === "value" && error.token.tokenType === tokens.Word)
    return problem(at, `${word} is not quoted.`, `Write '${word}' for a text; numbers stand without quotes.`);
  if (rule === "value" && error.token.tokenType === tokens.Open) return problem(at, "A list stands only after IN or NOT IN.", "Write key IN ('a', 'b').");
  if (/^and$/i.test(word)) return problem(at, "AND stands between two clauses.", anyFix);
  return problem(
    at,
    `${word} does not fit${after(before)}.`,
    before === "" ? anyFix : (fixes[rule] ?? "Join clauses with AND; an order ends with ASC or DESC."),
  );
}

function after(before: string): string {
  return before === "" ? "" : ` after ${before}`;
}

const anyFix = "A clause reads metrics.rmse < 0.5, params.model = 'ridge', tags.team LIKE 'r%' or attributes.status = 'FINISHED'; AND joins clauses.";
const fixes: Readonly<Record<string, string>> = {
  clause: "After a field comes =, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN or IS [NOT] NULL, then a value.",
  value: "A value is a number, or a text in 'single' or \"double\" quotes.",
  list: "A list reads ('a', 'b').",
  path: "A field reads entity.key; keys with spaces or signs stand in `back quotes`.",
  field: "A field reads entity.key; keys with spaces or signs stand in `back quotes`.",
  nullness: "Write IS NULL or IS NOT NULL.",
};
