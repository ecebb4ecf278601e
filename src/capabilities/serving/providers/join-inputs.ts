/** Inputs that were joined into one: its name, and the columns it takes side by side. */
export interface Joined {
  name: string;
  columns: string[];
}

/** Part of a protocol buffer message: `at` to `end` holds its content, `from` is where its tag begins. */
interface Field {
  number: number;
  wire: number;
  from: number;
  at: number;
  end: number;
}

interface Column {
  type: number;
  rows: Buffer;
}

interface Join {
  node: Field;
  name: string;
  columns: string[];
  first: Column;
}

// Their attributes hold graphs that may use any input.
const nested = new Set(["If", "Loop", "Scan", "SequenceMap"]);
const float = 1;
const string = 8;

/**
 * Rewrites an ONNX model whose graph begins by joining its columns (`Concat` of inputs of shape [N, 1]), as ours do, so that
 * it takes the joined matrix itself: a run of 30 tensors of one row costs four times as much as a run of one.
 * @returns the model as it was where nothing can be joined.
 */
export function joinInputs(model: Buffer): { model: Buffer; joined: Joined[] } {
  const graph = fieldsOf(model, 0, model.length).findLast((f) => f.number === 7);
  const joins = graph ? joinsOf(model, graph) : [];
  if (!graph || joins.length === 0) return { model, joined: [] };
  const body = rewritten(model, graph, joins);
  return {
    model: Buffer.concat([model.subarray(0, graph.from), tagged(7, body), model.subarray(graph.end)]),
    joined: joins.map(({ name, columns }) => ({ name, columns })),
  };
}

function joinsOf(bytes: Buffer, graph: Field): Join[] {
  const parts = fieldsOf(bytes, graph.at, graph.end);
  const columns = new Map<string, Column>();
  const uses = new Map<string, number>();
  const use = (name: string): unknown => uses.set(name, (uses.get(name) ?? 0) + 1);
  const joining: Field[] = [];
  for (const part of parts) {
    if (part.number === 11) {
      const column = columnOf(bytes, part);
      if (column) columns.set(textOf(bytes, part, 1), column);
    } else if (part.number === 12) use(textOf(bytes, part, 1));
    else if (part.number === 5) use(textOf(bytes, part, 8));
    else if (part.number === 1) {
      const operation = textOf(bytes, part, 4);
      if (nested.has(operation)) return [];
      if (operation === "Concat") joining.push(part);
      for (const name of textsOf(bytes, part, 1)) use(name);
    }
  }
  return joining.flatMap((node) => {
    const names = textsOf(bytes, node, 1);
    const first = columns.get(names[0] ?? "");
    const alike = first && names.every((name) => uses.get(name) === 1 && columns.get(name)?.type === first.type);
    if (!alike || names.length < 2 || !joinsColumns(bytes, node)) return [];
    return [{ node, name: textOf(bytes, node, 2), columns: names, first }];
  });
}

/** A [N, 1] input of numbers or text; null for any other. */
function columnOf(bytes: Buffer, input: Field): Column | null {
  const tensor = inside(bytes, inside(bytes, input, 2), 1);
  if (!tensor) return null;
  const elements = fieldsOf(bytes, tensor.at, tensor.end).find((f) => f.number === 1);
  const type = elements ? numberAt(bytes, elements.at) : 0;
  const shape = inside(bytes, tensor, 2);
  const [rows, width, more] = shape ? fieldsOf(bytes, shape.at, shape.end).filter((f) => f.number === 1) : [];
  if ((type !== float && type !== string) || !rows || !width || more) return null;
  if (sizeOf(bytes, rows) > 0 || sizeOf(bytes, width) !== 1) return null;
  return { type, rows: bytes.subarray(rows.from, rows.end) };
}

function sizeOf(bytes: Buffer, dimension: Field): number {
  const size = fieldsOf(bytes, dimension.at, dimension.end).find((f) => f.number === 1);
  return size ? numberAt(bytes, size.at) : 0;
}

/** True for the standard `Concat` with axis 1. */
function joinsColumns(bytes: Buffer, node: Field): boolean {
  if (textOf(bytes, node, 7) !== "") return false;
  return fieldsOf(bytes, node.at, node.end).some((f) => {
    if (f.number !== 5 || textOf(bytes, f, 1) !== "axis") return false;
    const value = fieldsOf(bytes, f.at, f.end).find((g) => g.number === 3);
    return value !== undefined && value.end - value.at === 1 && bytes[value.at] === 1;
  });
}

function rewritten(bytes: Buffer, graph: Field, joins: readonly Join[]): Buffer {
  const nodes = new Set(joins.map((join) => join.node.from));
  const outputs = new Set(joins.map((join) => join.name));
  const columns = new Set(joins.flatMap((join) => join.columns));
  const kept = fieldsOf(bytes, graph.at, graph.end).filter((part) => {
    if (part.number === 1) return !nodes.has(part.from);
    if (part.number === 11) return !columns.has(textOf(bytes, part, 1));
    return part.number !== 13 || !outputs.has(textOf(bytes, part, 1));
  });
  const inputs = joins.map(({ name, columns: of, first }) => {
    const width = tagged(1, Buffer.concat([Buffer.from([8]), varint(of.length)]));
    const tensor = Buffer.concat([Buffer.from([8, first.type]), tagged(2, Buffer.concat([first.rows, width]))]);
    return tagged(11, Buffer.concat([tagged(1, Buffer.from(name)), tagged(2, tagged(1, tensor))]));
  });
  return Buffer.concat([...kept.map((part) => bytes.subarray(part.from, part.end)), ...inputs]);
}

function inside(bytes: Buffer, message: Field | undefined, number: number): Field | undefined {
  return message && fieldsOf(bytes, message.at, message.end).find((f) => f.number === number && f.wire === 2);
}

function textsOf(bytes: Buffer, message: Field, number: number): string[] {
  return fieldsOf(bytes, message.at, message.end).flatMap((f) => (f.number === number && f.wire === 2 ? [bytes.toString("utf8", f.at, f.end)] : []));
}

function textOf(bytes: Buffer, message: Field, number: number): string {
  return textsOf(bytes, message, number)[0] ?? "";
}

/** @throws Error when the bytes are no protocol buffer message. */
function fieldsOf(bytes: Buffer, from: number, to: number): Field[] {
  const fields: Field[] = [];
  for (let at = from; at < to;) {
    const start = at;
    const tag = numberAt(bytes, at);
    at = afterNumber(bytes, at);
    const wire = tag & 7;
    let end = wire === 0 ? afterNumber(bytes, at) : wire === 1 ? at + 8 : wire === 5 ? at + 4 : -1;
    if (wire === 2) {
      const length = numberAt(bytes, at);
      at = afterNumber(bytes, at);
      end = at + length;
    }
    if (end < at || end > to) throw new Error("the file is no ONNX model");
    fields.push({ number: Math.floor(tag / 8), wire, from: start, at, end });
    at = end;
  }
  return fields;
}

function numberAt(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = at, place = 1; i < at + 10; i += 1, place *= 128) {
    const byte = bytes[i] ?? 0;
    value += (byte & 127) * place;
    if (byte < 128) break;
  }
  return value;
}

function afterNumber(bytes: Buffer, at: number): number {
  let end = at;
  while ((bytes[end] ?? 0) >= 128) end += 1;
  return end + 1;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

function tagged(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2]), varint(content.length), content]);
}
