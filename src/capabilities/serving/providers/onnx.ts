import { readFile } from "node:fs/promises";
import type * as Ort from "onnxruntime-node";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Feed, InputTensor } from "../domain/validator.ts";
import type { Graph, GraphProvider, Output } from "./graph.ts";
import { joinInputs, type Joined } from "./join-inputs.ts";

const options: InferenceSession.SessionOptions = {
  // Measured (STACK §3): a second thread halves the rate for one-row requests.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  logSeverityLevel: 3,
};

/** The library reads this when it is loaded, and would else report to its vendor; hence also the late import. */
async function library(): Promise<typeof Ort> {
  process.env["ORT_DISABLE_TELEMETRY"] = "1";
  return await import("onnxruntime-node");
}

/** The session takes joined columns where the graph joins them first; else, or where that fails, the file as it is. */
async function open(ort: typeof Ort, path: string): Promise<{ session: InferenceSession; joined: readonly Joined[] }> {
  try {
    const { model, joined } = joinInputs(await readFile(path));
    if (joined.length > 0) return { session: await ort.InferenceSession.create(model, options), joined };
  } catch {
    // The library says better than we could what is wrong with a file.
  }
  return { session: await ort.InferenceSession.create(path, options), joined: [] };
}

/** ONNX Runtime in this process. */
export const onnx: GraphProvider = {
  async load(path) {
    const ort = await library();
    const { session, joined } = await open(ort, path);
    const columnsOf = new Map(joined.map((one) => [one.name, one.columns]));
    const tensors: InputTensor[] = [];
    let freeRows = true;
    for (const meta of session.inputMetadata) {
      if (!meta.isTensor || (meta.type !== "float32" && meta.type !== "string"))
        throw new Error(`input ${meta.name} is ${meta.isTensor ? meta.type : "not a tensor"}; float32 and string are served`);
      tensors.push({ name: meta.name, wire: meta.type === "string" ? "string" : "float", columns: columnsOf.get(meta.name) ?? [meta.name] });
      if (typeof meta.shape[0] === "number" && meta.shape[0] > 0) freeRows = false;
    }
    const outputs = [...session.outputNames];
    const graph: Graph = {
      inputs: new Map(tensors.flatMap(({ wire, columns }) => columns.map((name) => [name, wire] as const))),
      tensors,
      freeRows,
      async run(requests, rows) {
        const fed = Object.fromEntries(tensors.map((tensor, i) => [tensor.name, tensorOf(ort.Tensor, tensor, requests, i, rows)]));
        const results = await session.run(fed, outputs);
        return outputs.map((name) => outputOf(name, results[name], rows));
      },
      release: () => session.release(),
    };
    return graph;
  },
};

function tensorOf(Make: typeof Tensor, { wire, columns }: InputTensor, requests: readonly (readonly Feed[])[], i: number, rows: number): Tensor {
  const shape = [rows, columns.length];
  if (wire === "string")
    return new Make(
      "string",
      requests.flatMap((feeds) => (feeds[i]?.cells ?? []) as string[]),
      shape,
    );
  const values = new Float32Array(rows * columns.length);
  let at = 0;
  for (const feeds of requests) {
    const cells = (feeds[i]?.cells ?? []) as number[];
    values.set(cells, at);
    at += cells.length;
  }
  return new Make("float32", values, shape);
}

function outputOf(name: string, value: Tensor | undefined, rows: number): Output {
  if (value === undefined || !("data" in value)) throw new Error(`output ${name} is not a tensor`);
  const data = value.data;
  const values = data instanceof Float32Array ? data : Array.from(data as ArrayLike<number | bigint | string>, (v) => (typeof v === "bigint" ? Number(v) : v));
  return { name, width: rows === 0 ? 0 : Math.round(values.length / rows), values };
}
