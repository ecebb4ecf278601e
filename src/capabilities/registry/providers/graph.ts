import { open, type FileHandle } from "node:fs/promises";

/** Names an ONNX file declares, read without loading its weights. */
interface GraphNames {
  inputs: string[];
  outputs: string[];
}

const text = new TextDecoder();

/**
 * Reads the inputs and outputs of an ONNX model by walking its protobuf fields; weights are skipped, not read.
 * @throws Error when the file is not an ONNX model.
 */
export async function graphNames(path: string): Promise<GraphNames> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const found: GraphNames = { inputs: [], outputs: [] };
    let graphs = 0;
    await walk(file, 0, size, async (field, start, end) => {
      if (field !== modelGraph) return;
      graphs += 1;
      await walk(file, start, end, async (inner, from, to) => {
        if (inner === graphInput) found.inputs.push(await nameOf(file, from, to));
        if (inner === graphOutput) found.outputs.push(await nameOf(file, from, to));
      });
    });
    if (graphs !== 1 || found.outputs.length === 0) throw new Error("the file holds no ONNX graph");
    return found;
  } finally {
    await file.close();
  }
}

/** Field numbers of ModelProto.graph, GraphProto.input and .output, ValueInfoProto.name. */
const modelGraph = 7;
const graphInput = 11;
const graphOutput = 12;
const valueName = 1;

async function nameOf(file: FileHandle, start: number, end: number): Promise<string> {
  let name = "";
  await walk(file, start, end, async (field, from, to) => {
    if (field === valueName) name = text.decode(await bytes(file, from, to - from));
  });
  return name;
}

/** Visits the length-delimited fields of a message. */
async function walk(file: FileHandle, start: number, end: number, visit: (field: number, from: number, to: number) => Promise<void>): Promise<void> {
  let at = start;
  while (at < end) {
    const tag = await varint(file, at);
    const field = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    at = tag.next;
    if (wire === 0) at = (await varint(file, at)).next;
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = await varint(file, at);
      const to = length.next + length.value;
      if (to > end) throw new Error("the file is cut off");
      await visit(field, length.next, to);
      at = to;
    } else throw new Error("the file is not an ONNX model");
  }
}

async function varint(file: FileHandle, at: number): Promise<{ value: number; next: number }> {
  const read = await bytes(file, at, 10);
  let value = 0;
  for (const [i, byte] of read.entries()) {
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  throw new Error("the file is cut off");
}

async function bytes(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}
