import { bare, child, children, isFunction, text, walk, type Node, type Source } from "./syntax.ts";

/** A piece of SQL found in a store, as it is sent: `$n` is bound, `[x]` may be left out, `{x}` is chosen by code. */
export interface Found {
  file: string;
  /** The function it stands in. */
  name: string;
  sql: string;
  /** False for a condition or clause that no statement of its file takes up. */
  whole: boolean;
}

interface Binding {
  init: Node | null;
  type: string;
  source: Source;
  /** What is pushed onto it later. */
  pushed: Node[];
}

type Scope = ReadonlyMap<string, Binding>;

const pieceTypes = /^(Statement|Raw|ReturnType<typeof raw>)$/;

/** Every tagged template of a capability's store files. */
export function sqlOf(sources: readonly Source[]): Found[] {
  const shared = new Map<string, Binding>();
  for (const source of sources) for (const [name, binding] of scopeOf(source.body, source)) shared.set(name, binding);
  const interfaces = new Map(sources.flatMap((source) => piecesOfInterfaces(source)));
  return sources.flatMap((source) => new Reader(source, shared, interfaces).found());
}

class Reader {
  readonly #source: Source;
  readonly #shared: Scope;
  readonly #interfaces: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #taken = new Set<number>();
  #bound = 0;

  constructor(source: Source, shared: Scope, interfaces: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#source = source;
    this.#shared = shared;
    this.#interfaces = interfaces;
  }

  found(): Found[] {
    const all: { at: number; name: string; sql: string; whole: boolean }[] = [];
    const tagged = new Set<number>();
    const visit = (node: Node, name: string, scopes: readonly Scope[]): void => {
      walk(node, (inner) => {
        if (inner !== node && isFunction(inner)) {
          visit(inner, name === "" ? nameOf(inner, this.#source) : name, [scopeOf([inner], this.#source), ...scopes]);
          return false;
        }
        if (isSql(inner)) {
          tagged.add(child(inner, "quasi")?.start ?? -1);
          this.#bound = 0;
          const before = new Set(this.#taken);
          const sql = this.#template(child(inner, "quasi"), scopes, 0).trim();
          if (before.has(inner.start)) this.#taken.add(inner.start);
          else this.#taken.delete(inner.start);
          all.push({
            at: inner.start,
            name: name === "" ? nameOf(inner, this.#source) : name,
            sql,
            whole: /^(select|insert|update|delete|with|truncate|lock|\(\s*select)\b/i.test(sql),
          });
        }
        if (isPlainSql(inner) && !tagged.has(inner.start))
          all.push({ at: inner.start, name: name === "" ? nameOf(inner, this.#source) : name, sql: this.#plain(inner, scopes), whole: true });
        return true;
      });
    };
    const top = [scopeOf(this.#source.body, this.#source), this.#shared];
    for (const node of this.#source.body) visit({ type: "Module", start: node.start, end: node.end, node }, "", top);
    return all
      .filter((f) => /\w/.test(f.sql) && f.sql !== "true" && !this.#taken.has(f.at))
      .map(({ name, sql, whole }) => ({ file: this.#source.path, name, sql, whole }));
  }

  /** A statement written without the tag, with its own `$n`. */
  #plain(node: Node, scopes: readonly Scope[]): string {
    return this.#text(node, scopes, 0).trim();
  }

  #template(quasi: Node | null, scopes: readonly Scope[], depth: number): string {
    const parts = dedent(textsOf(quasi));
    const values = children(quasi, "expressions");
    return parts.map((part, i) => part + (values[i] ? this.#value(values[i], scopes, depth) : "")).join("");
  }

  #value(node: Node, scopes: readonly Scope[], depth: number): string {
    return this.#piece(node, scopes, depth + 1) ?? `$${(this.#bound += 1)}`;
  }

  /** The SQL an expression stands for, or null when it is a value to bind. */
  #piece(expression: Node, scopes: readonly Scope[], depth: number): string | null {
    const node = bare(expression);
    if (depth > 8) return this.#choice(node);
    if (isSql(node)) {
      this.#taken.add(node.start);
      return this.#template(child(node, "quasi"), scopes, depth);
    }
    if (node.type === "CallExpression") return this.#call(node, scopes, depth);
    if (node.type === "ConditionalExpression") return this.#either(node, scopes, depth);
    if (node.type === "Identifier") return this.#named(text(node), scopes, depth);
    if (node.type === "MemberExpression") return this.#member(node, scopes, depth);
    return null;
  }

  #call(node: Node, scopes: readonly Scope[], depth: number): string | null {
    const name = text(child(node, "callee"));
    const [argument] = children(node, "arguments");
    if (name === "raw" && argument) return this.#raw(argument, scopes, depth);
    if (name === "oneOf") return this.#choice(node);
    if (name === "and" && argument) return this.#all(argument, scopes, depth);
    const callee = lookup(name, scopes);
    if (!callee?.init || !isFunction(callee.init)) return null;
    const answer = onlyAnswer(callee.init);
    const inside = [scopeOf([callee.init], callee.source), ...scopes];
    const inlined = answer && callee.source === this.#source ? this.#piece(answer, inside, depth + 1) : null;
    return inlined ?? (pieceTypes.test(callee.type) || callee.type === "Statement[]" ? this.#choice(node) : null);
  }

  /** Conditions of a list: those it begins with, and those that may be pushed. */
  #all(argument: Node, scopes: readonly Scope[], depth: number): string {
    const binding = argument.type === "Identifier" ? lookup(text(argument), scopes) : null;
    const list = argument.type === "ArrayExpression" ? argument : binding?.init;
    if (list?.type !== "ArrayExpression") return this.#choice(argument);
    const fixed = children(list, "elements").map((e) => this.#piece(e, scopes, depth + 1) ?? this.#choice(e));
    const pushed = (binding?.pushed ?? []).map((e) => ` [and ${this.#piece(e, scopes, depth + 1) ?? this.#choice(e)}]`);
    return fixed.join(" and ") + pushed.join("");
  }

  #either(node: Node, scopes: readonly Scope[], depth: number): string | null {
    const [yes, no] = ["consequent", "alternate"].map((side) => child(node, side)).map((side) => side && this.#piece(side, scopes, depth));
    if (typeof yes !== "string" || typeof no !== "string") return null;
    if (yes === "" || no === "") return `[${yes}${no}]`;
    return yes === no ? yes : `{${yes} | ${no}}`;
  }

  #named(name: string, scopes: readonly Scope[], depth: number): string | null {
    const binding = lookup(name, scopes);
    if (!binding) return null;
    const piece = binding.init && !isFunction(binding.init) ? this.#piece(binding.init, scopes, depth + 1) : null;
    return piece ?? (pieceTypes.test(binding.type) ? `{${name}}` : null);
  }

  #member(node: Node, scopes: readonly Scope[], depth: number): string | null {
    const [object, property] = [child(node, "object"), child(node, "property")];
    const binding = object?.type === "Identifier" ? lookup(text(object), scopes) : null;
    if (!binding) return null;
    const given = children(binding.init && bare(binding.init), "properties").find((p) => text(child(p, "key")) === text(property));
    const value = child(given, "value");
    const piece = value && this.#piece(value, scopes, depth + 1);
    if (piece !== null) return piece;
    return this.#interfaces.get(binding.type)?.has(text(property)) === true ? this.#choice(node) : null;
  }

  #raw(argument: Node, scopes: readonly Scope[], depth: number): string {
    return this.#text(argument, scopes, depth).replaceAll(/\n\s*/g, "\n  ");
  }

  #text(argument: Node, scopes: readonly Scope[], depth: number): string {
    const node = bare(argument);
    if (node.type === "Literal") return String(node["value"]);
    if (node.type === "TemplateLiteral") {
      const parts = textsOf(node);
      const values = children(node, "expressions");
      return parts.map((part, i) => part + (values[i] ? this.#text(values[i], scopes, depth + 1) : "")).join("");
    }
    if (node.type === "ConditionalExpression") {
      const [yes, no] = ["consequent", "alternate"].map((side) => child(node, side)).map((side) => (side ? this.#text(side, scopes, depth + 1) : ""));
      return `{${yes} | ${no}}`;
    }
    const init = node.type === "Identifier" && depth < 8 ? lookup(text(node), scopes)?.init : null;
    return init && ["Literal", "TemplateLiteral", "ConditionalExpression"].includes(init.type) ? this.#text(init, scopes, depth + 1) : this.#choice(node);
  }

  #choice(node: Node): string {
    return `{${this.#source.code.slice(node.start, node.end).replaceAll(/\s+/g, " ")}}`;
  }
}

function textsOf(template: Node | null): string[] {
  return children(template, "quasis").map((quasi) => (quasi["value"] as { cooked: string }).cooked);
}

function isSql(node: Node): boolean {
  return node.type === "TaggedTemplateExpression" && text(child(node, "tag")) === "sql";
}

function isPlainSql(node: Node): boolean {
  const words = node.type === "TemplateLiteral" ? (textsOf(node)[0] ?? "") : node.type === "Literal" ? text(node, "value") : "";
  return /^\s*(with \w+ as \(|insert into \w+\.|update \w+\.|delete from \w+\.|select\b[^]*\bfrom \w+\.)/i.test(words);
}

function lookup(name: string, scopes: readonly Scope[]): Binding | null {
  return scopes.map((scope) => scope.get(name)).find((binding) => binding !== undefined) ?? null;
}

/** What a function answers, where it has one return and nothing to decide. */
function onlyAnswer(node: Node): Node | null {
  const body = child(node, "body");
  if (body?.type !== "BlockStatement") return body;
  const [only, more] = children(body, "body");
  return only?.type === "ReturnStatement" && !more ? child(only, "argument") : null;
}

/** Names a function or a module brings in: parameters, constants, functions; not what nested functions hold. */
function scopeOf(nodes: readonly Node[], source: Source): Map<string, Binding> {
  const scope = new Map<string, Binding>();
  const put = (target: Node | null, init: Node | null, type: Node | null): void => {
    if (target?.type !== "Identifier") return;
    const written = type ?? child(target, "typeAnnotation");
    scope.set(text(target), { init, type: written ? source.code.slice(written.start, written.end).replace(/^:\s*(readonly )?/, "") : "", source, pushed: [] });
  };
  const pushes: [string, Node][] = [];
  for (const root of nodes) {
    for (const parameter of isFunction(root) ? children(root, "params") : []) put(parameter, null, null);
    walk(root, (node) => {
      if (node.type === "VariableDeclarator") {
        const init = child(node, "init");
        put(child(node, "id"), init, init && isFunction(init) ? child(init, "returnType") : null);
      }
      if (node.type === "FunctionDeclaration") put(child(node, "id"), node, child(node, "returnType"));
      const callee = node.type === "CallExpression" ? child(node, "callee") : null;
      if (callee?.type === "MemberExpression" && text(child(callee, "property")) === "push")
        pushes.push(...children(node, "arguments").map((a): [string, Node] => [text(child(callee, "object")), a]));
      return node === root || !isFunction(node);
    });
  }
  for (const [name, argument] of pushes) scope.get(name)?.pushed.push(argument);
  return scope;
}

function nameOf(node: Node, source: Source): string {
  const own = text(child(node, "id"));
  if (own !== "") return own;
  const before = /(?:const|let)\s+(\w+)[^=]*=\s*(?:async\s*)?$/.exec(source.code.slice(Math.max(0, node.start - 200), node.start));
  return before?.[1] ?? "module";
}

/** Fields of interfaces that hold SQL. */
function piecesOfInterfaces(source: Source): [string, Set<string>][] {
  const found: [string, Set<string>][] = [];
  for (const top of source.body)
    walk(top, (node) => {
      if (node.type !== "TSInterfaceDeclaration") return;
      const fields = children(child(node, "body"), "body").filter((member) => {
        const type = child(member, "typeAnnotation");
        return type !== null && pieceTypes.test(source.code.slice(type.start, type.end).replace(/^:\s*/, ""));
      });
      found.push([text(child(node, "id")), new Set(fields.map((member) => text(child(member, "key"))))]);
    });
  return found;
}

/** Takes the indentation of a template off its texts. */
function dedent(texts: readonly string[]): string[] {
  const indents = texts.join("x").match(/\n *(?=\S)/g) ?? [];
  const least = Math.min(...indents.map((line) => line.length - 1));
  return texts.map((part) => part.replaceAll(/\n +/g, (line) => `\n${line.slice(1 + (Number.isFinite(least) ? least : 0))}`));
}
