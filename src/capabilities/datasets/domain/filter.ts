import { refuse } from "../../../kernel/contract/errors.ts";

export type Literal = string | number | boolean;
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type TextTest = "contains" | "startsWith" | "endsWith";

/** A condition on rows, as parsed; nothing in it is SQL. */
export type Condition =
  | { kind: "and" | "or"; left: Condition; right: Condition }
  | { kind: "not"; of: Condition }
  | { kind: "compare"; column: string; op: Comparison; value: Literal }
  | { kind: "text"; column: string; test: TextTest; value: string }
  | { kind: "in"; column: string; values: Literal[] }
  | { kind: "between"; column: string; from: Literal; to: Literal }
  | { kind: "missing"; column: string };

type Token = { at: number } & (
  | { kind: "word"; text: string }
  | { kind: "name"; text: string }
  | { kind: "text"; text: string }
  | { kind: "number"; value: number }
  | { kind: "sign"; text: string }
  | { kind: "end" }
);

const signs = ["<=", ">=", "!=", "<>", "==", "=", "<", ">", "(", ")", ","];

function broken(at: number, what: string): never {
  throw refuse(
    "invalid_input",
    `The filter cannot be read at character ${at + 1}: ${what}.`,
    "Write conditions like: Age > 30 and Sex = 'male'; see the field's description for all forms.",
    { fields: [{ path: "filter", message: `${what} (character ${at + 1})` }] },
  );
}

/** Text up to the closing quote; a doubled quote stands for itself. */
function quoted(input: string, at: number): { text: string; end: number } {
  const quote = input[at];
  let text = "";
  for (let i = at + 1; i < input.length; i += 1) {
    if (input[i] !== quote) text += input[i];
    else if (input[i + 1] === quote) {
      text += quote;
      i += 1;
    } else return { text, end: i + 1 };
  }
  return broken(at, `the ${quote} is never closed`);
}

function tokens(input: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < input.length) {
    const c = input[at] ?? "";
    const rest = input.slice(at);
    const sign = signs.find((s) => rest.startsWith(s));
    const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?(?![\p{L}\p{N}_])/u.exec(rest)?.[0];
    const word = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(rest)?.[0];
    if (/\s/.test(c)) at += 1;
    else if (c === "'" || c === '"' || c === "`") {
      const { text, end } = quoted(input, at);
      out.push({ kind: c === "`" ? "name" : "text", text, at });
      at = end;
    } else if (sign) {
      out.push({ kind: "sign", text: sign === "<>" ? "!=" : sign === "==" ? "=" : sign, at });
      at += sign.length;
    } else if (number) {
      out.push({ kind: "number", value: Number(number), at });
      at += number.length;
    } else if (word) {
      out.push({ kind: "word", text: word, at });
      at += word.length;
    } else broken(at, `"${c}" is not expected here; a column with such characters stands in back-ticks`);
  }
  out.push({ kind: "end", at: input.length });
  return out;
}

const maxDepth = 50;

/**
 * Parses a filter. Grammar: `or` of `and` of `not`, brackets, and conditions `column op value`, `column [not] in (…)`,
 * `column [not] between a and b`, `column [not] contains|starts with|ends with 'text'`, `column is [not] missing`.
 * Text in single or double quotes; column names bare, or in back-ticks (double quotes on the left side work too).
 * @throws Refusal invalid_input with the position of the first thing that cannot be read.
 * @example parseFilter("Age >= 18 and not (Embarked in ('S', 'C'))")
 */
export function parseFilter(input: string): Condition {
  const list = tokens(input);
  let next = 0;
  let depth = 0;
  const peek = (): Token => list[next] ?? { kind: "end", at: input.length };
  const take = (): Token => list[next++] ?? { kind: "end", at: input.length };
  const isWord = (...words: string[]): boolean => {
    const token = peek();
    return token.kind === "word" && words.includes(token.text.toLowerCase());
  };
  const word = (...words: string[]): boolean => (isWord(...words) ? (take(), true) : false);
  const sign = (text: string): boolean => {
    const token = peek();
    return token.kind === "sign" && token.text === text ? (take(), true) : false;
  };
  const needSign = (text: string): void => {
    if (!sign(text)) broken(peek().at, `"${text}" is missing`);
  };

  function literal(): Literal {
    const token = take();
    if (token.kind === "number") return token.value;
    if (token.kind === "text") return token.text;
    if (token.kind === "word" && /^(true|false)$/i.test(token.text)) return token.text.toLowerCase() === "true";
    return broken(token.at, token.kind === "word" || token.kind === "name" ? `"${token.text}" is not a value; text stands in quotes` : "a value is missing");
  }

  function text(): string {
    const value = literal();
    return typeof value === "string" ? value : String(value);
  }

  function column(): string {
    const token = take();
    if (token.kind === "word" || token.kind === "name" || token.kind === "text") return token.text;
    return broken(token.at, "a column name is missing");
  }

  function test(name: string): Condition {
    const { at } = peek();
    const token = peek();
    if (token.kind === "sign" && ["=", "!=", "<", "<=", ">", ">="].includes(token.text)) {
      take();
      return { kind: "compare", column: name, op: token.text as Comparison, value: literal() };
    }
    if (word("is")) {
      const negated = word("not");
      if (!word("missing", "null", "empty")) broken(peek().at, '"missing" is expected after "is"');
      return negate(negated, { kind: "missing", column: name });
    }
    const negated = word("not");
    if (word("in")) {
      needSign("(");
      const values = [literal()];
      while (sign(",")) values.push(literal());
      needSign(")");
      return negate(negated, { kind: "in", column: name, values });
    }
    if (word("between")) {
      const from = literal();
      if (!word("and")) broken(peek().at, '"and" is missing after "between"');
      return negate(negated, { kind: "between", column: name, from, to: literal() });
    }
    if (word("contains")) return negate(negated, { kind: "text", column: name, test: "contains", value: text() });
    for (const [first, test] of [
      ["starts", "startsWith"],
      ["ends", "endsWith"],
    ] as const) {
      if (!word(first)) continue;
      if (!word("with")) broken(peek().at, `"with" is missing after "${first}"`);
      return negate(negated, { kind: "text", column: name, test, value: text() });
    }
    return broken(at, `a comparison is missing after "${name}"`);
  }

  function unary(): Condition {
    if (++depth > maxDepth) broken(peek().at, `more than ${maxDepth} levels of brackets or "not"`);
    try {
      if (word("not")) return { kind: "not", of: unary() };
      if (sign("(")) {
        const inner = or();
        needSign(")");
        return inner;
      }
      return test(column());
    } finally {
      depth -= 1;
    }
  }

  function and(): Condition {
    let left = unary();
    while (word("and")) left = { kind: "and", left, right: unary() };
    return left;
  }

  function or(): Condition {
    let left = and();
    while (word("or")) left = { kind: "or", left, right: and() };
    return left;
  }

  const condition = or();
  const rest = peek();
  if (rest.kind !== "end") broken(rest.at, "the rest cannot be read; conditions are joined by and, or");
  return condition;
}

function negate(negated: boolean, condition: Condition): Condition {
  return negated ? { kind: "not", of: condition } : condition;
}
