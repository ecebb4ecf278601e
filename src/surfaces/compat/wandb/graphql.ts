import { Kind, parse, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode, type ValueNode } from "graphql";
import { WandbError } from "./problems.ts";

/** What a resolver answers: plain data; a field it does not have cannot be asked for. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [field: string]: Data | undefined };
export type Args = Readonly<Record<string, unknown>>;
export type Resolver<C> = (args: Args, context: C) => Promise<Data>;

export interface Request {
  query: string;
  operationName?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface Operation {
  name: string;
  type: "query" | "mutation" | "subscription";
  document: DocumentNode;
  node: OperationDefinitionNode;
}

// Longer than any document of the SDK; keeps parsing short.
const maxTokens = 4000;

/** @throws WandbError where the text is no GraphQL, or does not say which operation is meant. */
export function readOperation(request: Request): Operation {
  let document: DocumentNode;
  try {
    document = parse(request.query, { noLocation: true, maxTokens });
  } catch (error) {
    throw new WandbError(`The query is not GraphQL: ${error instanceof Error ? error.message : "it could not be read"}`);
  }
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  const node = request.operationName ? operations.find((o) => o.name?.value === request.operationName) : operations[0];
  if (!node || (!request.operationName && operations.length > 1))
    throw new WandbError(`The query has no operation ${request.operationName ?? "that stands alone"}.`);
  const roots = node.selectionSet.selections.map((s) => (s.kind === Kind.FIELD ? s.name.value : "..."));
  return { name: node.name?.value ?? roots.join(","), type: node.operation, document, node };
}

function fragmentOf(document: DocumentNode, name: string): SelectionSetNode {
  const found = document.definitions.find((d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === name);
  if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new WandbError(`The query uses the fragment ${name} and does not define it.`);
  return found.selectionSet;
}

function valueOf(node: ValueNode, variables: Args): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((v) => valueOf(v, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((f) => [f.name.value, valueOf(f.value, variables)]));
    default:
      return node.value;
  }
}

function variablesOf(node: OperationDefinitionNode, sent: Args): Args {
  const defaults = (node.variableDefinitions ?? []).flatMap((d) => (d.defaultValue ? [[d.variable.name.value, valueOf(d.defaultValue, {})] as const] : []));
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(Object.entries(sent).filter(([, v]) => v !== undefined)) };
}

const argsOf = (field: FieldNode, variables: Args): Args => Object.fromEntries((field.arguments ?? []).map((a) => [a.name.value, valueOf(a.value, variables)]));

interface Walk {
  document: DocumentNode;
  variables: Args;
  /** Selections that may still be looked at: fragments within fragments multiply. */
  left: number;
}

/** The fields of a selection that are wanted, fragments spread out. `__typename` decides nothing here: an answer has one shape. */
function fieldsOf(set: SelectionSetNode, w: Walk, depth = 0): FieldNode[] {
  w.left -= set.selections.length;
  if (depth > 20 || w.left < 0) throw new WandbError("The query asks for too much at once.");
  return set.selections.flatMap((s) => {
    for (const d of s.directives ?? []) {
      const [condition] = d.arguments ?? [];
      const on = condition !== undefined && valueOf(condition.value, w.variables) === true;
      if ((d.name.value === "include" && !on) || (d.name.value === "skip" && on)) return [];
    }
    if (s.kind === Kind.FIELD) return [s];
    return fieldsOf(s.kind === Kind.INLINE_FRAGMENT ? s.selectionSet : fragmentOf(w.document, s.name.value), w, depth + 1);
  });
}

/** A resolver's answer cut to what was asked. @throws WandbError naming a field that is not answered here. */
function cut(data: Data | undefined, field: FieldNode, path: string, w: Walk): Data {
  if (data === null || data === undefined) return null;
  if (Array.isArray(data)) return data.map((item: Data) => cut(item, field, path, w));
  if (!field.selectionSet || typeof data !== "object") return data;
  const from = data as { readonly [field: string]: Data | undefined };
  const out: Record<string, Data> = {};
  for (const f of fieldsOf(field.selectionSet, w)) {
    const at = `${path}.${f.name.value}`;
    if (!Object.hasOwn(from, f.name.value)) throw new WandbError(`${at} is not a field that this server answers.`);
    const key = f.alias?.value ?? f.name.value;
    const value = cut(from[f.name.value], f, at, w);
    const before = out[key];
    out[key] = typeof before === "object" && before !== null && typeof value === "object" && value !== null ? { ...before, ...value } : value;
  }
  return out;
}

/** Answers an operation field by field, in order. */
export async function execute<C>(o: Operation, sent: Args, resolvers: Readonly<Record<string, Resolver<C>>>, context: C): Promise<Record<string, Data>> {
  const w = { document: o.document, variables: variablesOf(o.node, sent), left: 200_000 };
  const out: Record<string, Data> = {};
  for (const field of fieldsOf(o.node.selectionSet, w)) {
    const name = field.name.value;
    const resolver = Object.hasOwn(resolvers, `${o.type}.${name}`) ? resolvers[`${o.type}.${name}`] : undefined;
    if (!resolver) throw new WandbError(`${o.type} ${name} is not answered by this server.`);
    out[field.alias?.value ?? name] = cut(await resolver({ ...argsOf(field, w.variables), ...nested(field, w) }, context), field, name, w);
  }
  return out;
}

/** Arguments of the fields below, by field: `project(name) { run(name) }` reads as `{name, run: {name}}`. */
function nested(field: FieldNode, w: Walk): Args {
  if (!field.selectionSet) return {};
  const out: Record<string, unknown> = {};
  for (const f of fieldsOf(field.selectionSet, w)) out[`.${f.name.value}`] = { ...argsOf(f, w.variables), ...nested(f, w) };
  return out;
}
