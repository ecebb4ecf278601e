import { parseSync } from "oxc-parser";

/** A node of the parser's tree; what a kind of node holds is asked by {@link child}, {@link children} and {@link text}. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

export interface Source {
  path: string;
  code: string;
  body: Node[];
}

/** @throws Error naming the file when it does not parse. */
export function parse(path: string, code: string): Source {
  const { program, errors } = parseSync(path, code);
  const [first] = errors;
  if (first) throw new Error(`${path}: ${first.message}`);
  return { path, code, body: program.body as unknown as Node[] };
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

export function child(node: Node | null | undefined, field: string): Node | null {
  const value = node?.[field];
  return isNode(value) ? value : null;
}

export function children(node: Node | null | undefined, field: string): Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function text(node: Node | null | undefined, field = "name"): string {
  const value = node?.[field];
  return typeof value === "string" ? value : "";
}

/** Visits a node and all below it; a visitor that answers false keeps the walk out of what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) walk(item, visit);
  }
}

export function isFunction(node: Node): boolean {
  return node.type === "FunctionDeclaration" || node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}

/** Takes casts and parentheses off an expression. */
export function bare(node: Node): Node {
  const inner = child(node, node.type === "AwaitExpression" || node.type === "SpreadElement" ? "argument" : "expression");
  const wraps = ["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "ParenthesizedExpression", "AwaitExpression", "SpreadElement"];
  return inner && wraps.includes(node.type) ? bare(inner) : node;
}
