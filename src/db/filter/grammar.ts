import { createToken, EmbeddedActionsParser, EOF, Lexer, type IOrAlt, type IToken, type TokenType } from "chevrotain";

/** MLflow's search language: clauses joined by AND, `entity.key comparator value`, keys bare, "quoted" or `backquoted`. */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE" | "RLIKE" | "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL";

/** Offsets into the text; `to` is exclusive. */
export interface Span {
  from: number;
  to: number;
}

export interface FieldRef extends Span {
  /** `max` in `max(metrics.loss)`. */
  aggregate: string | null;
  /** `metrics` in `metrics.loss`; null for a bare word. */
  entity: string | null;
  key: string;
}

export type Literal = Span & ({ kind: "number"; number: number } | { kind: "text"; text: string } | { kind: "list"; items: Literal[] });

export interface Clause extends Span {
  field: FieldRef;
  op: Operator;
  value: Literal | null;
}

export interface OrderClause {
  field: FieldRef;
  desc: boolean;
}

const Word = createToken({ name: "Word", pattern: /[^\s"'`=<>!(),.]+/, label: "a name" });
const keyword = (name: string): TokenType => createToken({ name, pattern: new RegExp(name, "i"), longer_alt: Word, label: name.toUpperCase() });
const [And, Not, In, Is, Null, Like, Ilike, Rlike, Asc, Desc] = ["and", "not", "in", "is", "null", "like", "ilike", "rlike", "asc", "desc"].map(keyword) as [
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
  TokenType,
];
const NumberToken = createToken({ name: "Number", pattern: /([+-]?\d+(\.\d+)?|[+-]\.\d+)(e[+-]?\d+)?/i, longer_alt: Word, label: "a number" });
const Single = createToken({ name: "Single", pattern: /'(''|[^'])*'/, label: "a quoted text", line_breaks: true });
const Double = createToken({ name: "Double", pattern: /"(""|[^"])*"/, label: "a quoted text", line_breaks: true });
const Back = createToken({ name: "Back", pattern: /`[^`]*`/, label: "a back-quoted key", line_breaks: true });
const Compare = createToken({ name: "Compare", pattern: /!=|<=|>=|<>|=|<|>/, label: "a comparator" });
const Open = createToken({ name: "Open", pattern: "(", label: "(" });
const Close = createToken({ name: "Close", pattern: ")", label: ")" });
const Comma = createToken({ name: "Comma", pattern: ",", label: "," });
const Dot = createToken({ name: "Dot", pattern: ".", label: "." });
const Space = createToken({ name: "Space", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });

const keywords = [And, Not, In, Is, Null, Ilike, Rlike, Like, Asc, Desc];
export const tokens = { Word, And, Not, In, Is, Null, Like, Ilike, Rlike, Asc, Desc, NumberToken, Single, Double, Back, Compare, Open, Close, Comma, Dot };
const inOrder = [Space, Single, Double, Back, NumberToken, ...keywords, Compare, Open, Close, Comma, Dot, Word];
export const lexer = new Lexer(inOrder, { positionTracking: "onlyOffset" });

class FilterParser extends EmbeddedActionsParser {
  constructor() {
    super(inOrder, { recoveryEnabled: false, maxLookahead: 3 });
    this.performSelfAnalysis();
  }

  readonly filter = this.RULE("filter", (): Clause[] => {
    const clauses: Clause[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: And, DEF: () => void clauses.push(this.SUBRULE(this.clause)) });
    return clauses;
  });

  readonly order = this.RULE("order", (): OrderClause => {
    const field = this.SUBRULE(this.field);
    let desc = false;
    this.OPTION(() => {
      this.OR([
        { ALT: () => void this.CONSUME(Asc) },
        {
          ALT: () => {
            this.CONSUME(Desc);
            desc = true;
          },
        },
      ]);
    });
    return { field, desc };
  });

  private readonly clause = this.RULE("clause", (): Clause => {
    const field = this.SUBRULE(this.field);
    const rest = this.OR<readonly IOrAlt<[Operator, Literal | null]>[]>([
      { ALT: () => [compareOf(this.CONSUME(Compare)), this.SUBRULE(this.value)] },
      { ALT: () => (this.CONSUME(Like), ["LIKE", this.SUBRULE2(this.value)]) },
      { ALT: () => (this.CONSUME(Ilike), ["ILIKE", this.SUBRULE3(this.value)]) },
      { ALT: () => (this.CONSUME(Rlike), ["RLIKE", this.SUBRULE4(this.value)]) },
      { ALT: () => (this.CONSUME(In), ["IN", this.SUBRULE(this.list)]) },
      { ALT: () => (this.CONSUME(Not), this.CONSUME2(In), ["NOT IN", this.SUBRULE2(this.list)]) },
      { ALT: () => [this.SUBRULE(this.nullness), null] },
    ]);
    return this.ACTION(() => ({ field, op: rest[0], value: rest[1], from: field.from, to: rest[1]?.to ?? endOf(this.LA(0)) }));
  });

  private readonly nullness = this.RULE("nullness", (): Operator => {
    let op: Operator = "IS NULL";
    this.CONSUME(Is);
    this.OPTION(() => {
      this.CONSUME(Not);
      op = "IS NOT NULL";
    });
    this.CONSUME(Null);
    return op;
  });

  private readonly field = this.RULE("field", (): FieldRef =>
    this.OR([
      {
        ALT: () => {
          const name = this.CONSUME(Word);
          this.CONSUME(Open);
          const inner = this.SUBRULE(this.path);
          const close = this.CONSUME(Close);
          return this.ACTION(() => ({ ...inner, aggregate: name.image.toLowerCase(), from: name.startOffset, to: endOf(close) }));
        },
      },
      { ALT: () => this.SUBRULE2(this.path) },
    ]),
  );

  private readonly path = this.RULE("path", (): FieldRef => {
    const first = this.OR([{ ALT: () => this.CONSUME(Word) }, { ALT: () => this.CONSUME(Back) }, { ALT: () => this.CONSUME(Double) }]);
    const rest: IToken[] = [];
    this.MANY(() => {
      this.CONSUME(Dot);
      rest.push(
        this.OR2([
          { ALT: () => this.CONSUME2(Word) },
          { ALT: () => this.CONSUME2(Back) },
          { ALT: () => this.CONSUME2(Double) },
          { ALT: () => this.CONSUME(Single) },
          { ALT: () => this.CONSUME(NumberToken) },
          ...keywords.map((type) => ({ ALT: () => this.CONSUME(type) })),
        ]),
      );
    });
    return this.ACTION(() => fieldOf(first, rest));
  });

  private readonly value = this.RULE("value", (): Literal =>
    this.OR<readonly IOrAlt<Literal>[]>([
      { ALT: () => numberOf(this.CONSUME(NumberToken)) },
      { ALT: () => (this.CONSUME(Dot), fractionOf(this.CONSUME2(NumberToken))) },
      { ALT: () => textOf(this.CONSUME(Single)) },
      { ALT: () => textOf(this.CONSUME(Double)) },
    ]),
  );

  private readonly list = this.RULE("list", (): Literal => {
    const open = this.CONSUME(Open);
    const items = [this.SUBRULE(this.value)];
    this.MANY({
      GATE: () => this.LA(2).tokenType !== Close,
      DEF: () => {
        this.CONSUME(Comma);
        items.push(this.SUBRULE2(this.value));
      },
    });
    this.OPTION(() => this.CONSUME2(Comma));
    const close = this.CONSUME(Close);
    return { kind: "list", items, from: open.startOffset, to: endOf(close) };
  });
}

export const parser = new FilterParser();
export { EOF };

function compareOf(token: IToken): Operator {
  return token.image === "<>" ? "!=" : (token.image as Operator);
}

function fieldOf(first: IToken, rest: readonly IToken[]): FieldRef {
  const span = { aggregate: null, from: first.startOffset, to: endOf(rest.at(-1) ?? first) };
  if (rest.length === 0) return { ...span, entity: null, key: nameOf(first) };
  return { ...span, entity: nameOf(first), key: rest.map(nameOf).join(".") };
}

/** The name without its quotes. */
export function nameOf(token: IToken): string {
  const { tokenType, image } = token;
  if (tokenType === Back) return image.slice(1, -1);
  return tokenType === Single || tokenType === Double ? unquoted(image) : image;
}

function unquoted(image: string): string {
  const quote = image.charAt(0);
  return image.slice(1, -1).replaceAll(quote + quote, quote);
}

function numberOf(token: IToken): Literal {
  return { kind: "number", number: Number(token.image), from: token.startOffset, to: endOf(token) };
}

/** `.5`: the lexer keeps dots apart, because keys hold them. */
function fractionOf(token: IToken): Literal {
  return { kind: "number", number: Number(`.${token.image}`), from: token.startOffset - 1, to: endOf(token) };
}

function textOf(token: IToken): Literal {
  return { kind: "text", text: unquoted(token.image), from: token.startOffset, to: endOf(token) };
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}
