import { createToken, EmbeddedActionsParser, EOF, Lexer, type IOrAlt, type IRecognitionException, type IToken, type TokenType } from "chevrotain";

/** What an expression asks of a metric. */
export const aggregates = ["first", "last", "min", "max", "mean", "count"] as const;
export type AggregateName = (typeof aggregates)[number];

export type Expression =
  | { kind: "number"; value: number }
  | { kind: "metric"; key: string; aggregate: AggregateName }
  | { kind: "negative"; of: Expression }
  | { kind: "binary"; op: "+" | "-" | "*" | "/" | "^"; left: Expression; right: Expression }
  | { kind: "call"; name: FunctionName; args: Expression[] };

const functions = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  round: Math.round,
  floor: Math.floor,
  ceil: Math.ceil,
  min: Math.min,
  max: Math.max,
} as const satisfies Record<string, (...values: number[]) => number>;
export type FunctionName = keyof typeof functions;

/** What is wrong with an expression, where, and what to write instead. Offsets into the text; `to` is exclusive. */
export class ExpressionProblem extends Error {
  readonly from: number;
  readonly to: number;
  readonly fix: string;
  constructor(at: { from: number; to: number }, message: string, fix: string) {
    super(message);
    this.from = at.from;
    this.to = at.to;
    this.fix = fix;
  }
}

const NumberToken = createToken({ name: "Number", pattern: /(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i });
// Letters of every script: the lexer reads no \p{L}, so it is said by what is none.
const Name = createToken({
  name: "Name",
  pattern: /[^\s\d.!"#$%&'()*+,\-/:;<=>?@[\\\]^`{|}~][^\s.!"#$%&'()*+,\-/:;<=>?@[\\\]^`{|}~]*(\.[^\s.!"#$%&'()*+,\-/:;<=>?@[\\\]^`{|}~]+)*/,
  line_breaks: false,
});
const Back = createToken({ name: "Back", pattern: /`[^`]+`/, line_breaks: true });
const Sum = createToken({ name: "Sum", pattern: /[+-]/ });
const Product = createToken({ name: "Product", pattern: /\*(?!\*)|\// });
const Power = createToken({ name: "Power", pattern: /\^|\*\*/ });
const Open = createToken({ name: "Open", pattern: "(" });
const Close = createToken({ name: "Close", pattern: ")" });
const Comma = createToken({ name: "Comma", pattern: "," });
const Space = createToken({ name: "Space", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
const tokens: TokenType[] = [Space, NumberToken, Back, Name, Power, Product, Sum, Open, Close, Comma];
const lexer = new Lexer(tokens, { positionTracking: "onlyOffset" });

class ExpressionParser extends EmbeddedActionsParser {
  constructor() {
    super(tokens, { recoveryEnabled: false });
    this.performSelfAnalysis();
  }

  readonly sum = this.RULE("sum", (): Expression => {
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const op = this.CONSUME(Sum).image as "+" | "-";
      const right = this.SUBRULE2(this.product);
      left = { kind: "binary", op, left, right };
    });
    return left;
  });

  private readonly product = this.RULE("product", (): Expression => {
    let left = this.SUBRULE(this.signed);
    this.MANY(() => {
      const op = this.CONSUME(Product).image as "*" | "/";
      const right = this.SUBRULE2(this.signed);
      left = { kind: "binary", op, left, right };
    });
    return left;
  });

  private readonly signed = this.RULE("signed", (): Expression => {
    return this.OR<readonly IOrAlt<Expression>[]>([
      {
        ALT: () => {
          const sign = this.CONSUME(Sum).image;
          const of = this.SUBRULE(this.signed);
          return sign === "-" ? { kind: "negative", of } : of;
        },
      },
      { ALT: () => this.SUBRULE(this.power) },
    ]);
  });

  private readonly power = this.RULE("power", (): Expression => {
    const left = this.SUBRULE(this.atom);
    let whole: Expression = left;
    this.OPTION(() => {
      this.CONSUME(Power);
      whole = { kind: "binary", op: "^", left, right: this.SUBRULE(this.signed) };
    });
    return whole;
  });

  private readonly atom = this.RULE("atom", (): Expression =>
    this.OR<readonly IOrAlt<Expression>[]>([
      { ALT: () => ({ kind: "number", value: Number(this.CONSUME(NumberToken).image) }) },
      { ALT: () => ({ kind: "metric", key: this.CONSUME(Back).image.slice(1, -1), aggregate: "last" }) },
      { ALT: () => this.SUBRULE(this.named) },
      {
        ALT: () => {
          this.CONSUME(Open);
          const inner = this.SUBRULE(this.sum);
          this.CONSUME(Close);
          return inner;
        },
      },
    ]),
  );

  private readonly named = this.RULE("named", (): Expression => {
    const name = this.CONSUME(Name);
    let args: Expression[] | null = null;
    this.OPTION(() => {
      this.CONSUME(Open);
      const given: Expression[] = [];
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => void given.push(this.SUBRULE(this.sum)) });
      this.CONSUME(Close);
      args = given;
    });
    return this.ACTION(() => (args === null ? { kind: "metric", key: name.image, aggregate: "last" } : called(name, args)));
  });
}

const parser = new ExpressionParser();

/** `max(loss)` asks of a metric's points, `max(a, b)` compares two values. */
function called(name: IToken, args: readonly Expression[]): Expression {
  const [only] = args;
  const aggregate = aggregates.find((a) => a === name.image);
  if (aggregate !== undefined && args.length === 1 && only?.kind === "metric" && only.aggregate === "last") return { ...only, aggregate };
  const at = spanOf(name);
  if (!Object.hasOwn(functions, name.image)) {
    if (aggregate !== undefined)
      throw new ExpressionProblem(at, `${name.image}(…) asks of one metric.`, `Write ${name.image}(accuracy); a key with signs stands in \`back quotes\`.`);
    throw new ExpressionProblem(at, `${name.image} is no function.`, `There are: ${[...new Set([...aggregates, ...Object.keys(functions)])].join(", ")}.`);
  }
  const several = name.image === "min" || name.image === "max";
  if (!several && args.length !== 1) throw new ExpressionProblem(at, `${name.image}(…) takes one value.`, `Write ${name.image}(accuracy).`);
  if (several && args.length < 2)
    throw new ExpressionProblem(
      at,
      `${name.image}(…) asks of one metric, or compares several values.`,
      `Write ${name.image}(accuracy) or ${name.image}(a, b).`,
    );
  return { kind: "call", name: name.image as FunctionName, args: [...args] };
}

function spanOf(token: IToken): { from: number; to: number } {
  return { from: token.startOffset, to: token.startOffset + token.image.length };
}

/** Every level of brackets, powers and repeated signs is a level of the call stack. */
const mostDeep = 50;

function refuseDepth(tokens: readonly IToken[]): void {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.tokenType === Open || token.tokenType === Power || (token.tokenType === Sum && tokens[i - 1]?.tokenType === Sum)) depth += 1;
    else if (token.tokenType === Close) depth -= 1;
    if (depth > mostDeep)
      throw new ExpressionProblem(
        spanOf(token),
        "The expression is nested too deeply.",
        `Use at most ${mostDeep} brackets, powers and signs inside each other.`,
      );
  }
}

/**
 * Reads an expression over metrics: `+ - * / ^`, brackets, numbers, functions, `last` and other aggregates of a metric.
 * A bare name is its last value; keys with other signs stand in back quotes.
 * @throws ExpressionProblem with position and fix.
 * @example parseExpression("2 * precision * recall / (precision + recall)")
 */
export function parseExpression(text: string): Expression {
  const lexed = lexer.tokenize(text);
  const [broken] = lexed.errors;
  if (broken) {
    const sign = text.charAt(broken.offset);
    throw new ExpressionProblem(
      { from: broken.offset, to: broken.offset + broken.length },
      `${sign} has no meaning here.`,
      sign === "`" ? "Close the back quote." : "Use + - * / ^ and brackets; a key with other signs stands in `back quotes`.",
    );
  }
  refuseDepth(lexed.tokens);
  parser.input = lexed.tokens;
  const tree = parser.sum();
  const [error] = parser.errors;
  if (error) throw explained(text, error);
  return tree;
}

function explained(text: string, error: IRecognitionException): ExpressionProblem {
  if (error.token.tokenType === EOF)
    return new ExpressionProblem(
      { from: text.length, to: text.length },
      "The expression ends too early.",
      "Close every bracket, and write a value after every sign.",
    );
  return new ExpressionProblem(
    spanOf(error.token),
    `${error.token.image} does not fit here.`,
    "A value is a metric, a number, a function or a bracket; a sign stands between two.",
  );
}

/** The keys an expression asks of, each once, sorted. */
export function keysOf(tree: Expression): string[] {
  const keys = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "metric") keys.add(node.key);
    else if (node.kind === "negative") visit(node.of);
    else if (node.kind === "binary") [node.left, node.right].forEach(visit);
    else if (node.kind === "call") node.args.forEach(visit);
  };
  visit(tree);
  return [...keys].toSorted();
}

export type Aggregates = Readonly<Record<AggregateName, number>>;

/** The value over a run's metrics, as floating-point arithmetic has it (a division by zero is infinite); null where one is missing. */
export function evaluate(tree: Expression, metrics: ReadonlyMap<string, Aggregates>): number | null {
  switch (tree.kind) {
    case "number":
      return tree.value;
    case "metric":
      return metrics.get(tree.key)?.[tree.aggregate] ?? null;
    case "negative": {
      const value = evaluate(tree.of, metrics);
      return value === null ? null : -value;
    }
    case "binary": {
      const [left, right] = [evaluate(tree.left, metrics), evaluate(tree.right, metrics)];
      return left === null || right === null ? null : arithmetic[tree.op](left, right);
    }
    case "call": {
      const values = tree.args.map((arg) => evaluate(arg, metrics));
      return values.includes(null) ? null : (functions[tree.name] as (...v: number[]) => number)(...(values as number[]));
    }
  }
}

const arithmetic = {
  "+": (a: number, b: number): number => a + b,
  "-": (a: number, b: number): number => a - b,
  "*": (a: number, b: number): number => a * b,
  "/": (a: number, b: number): number => a / b,
  "^": (a: number, b: number): number => a ** b,
} as const;
