import type * as Ort from "onnxruntime-node";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Wire } from "../domain/column.ts";
import type { Feed } from "../domain/validator.ts";
import type { Graph, GraphProvider, Output } from "./graph.ts";

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

/** ONNX Runtime in this process; the call itself leaves the event loop. */
export const onnx: GraphProvider = {
  async load(path) {
    const ort = await library();
    const session = await ort.InferenceSession.create(path, options);
    const inputs = new Map<string, Wire>();
    let freeRows = true;
    for (const meta of session.inputMetadata) {
      if (!meta.isTensor || (meta.type !== "float32" && meta.type !== "string"))
        throw new Error(`input ${meta.name} is ${meta.isTensor ? meta.type : "not a tensor"}; float32 and string are served`);
      inputs.set(meta.name, meta.type === "string" ? "string" : "float");
      if (typeof meta.shape[0] === "number" && meta.shape[0] > 0) freeRows = false;
    }
    const outputs = [...session.outputNames];
    const graph: Graph = {
      inputs,
      freeRows,
      async run(names, feeds, rows) {
        const results = await session.run(tensors(ort.Tensor, names, feeds, rows), outputs);
        return outputs.map((name) => outputOf(name, results[name], rows));
      },
      release: () => session.release(),
    };
    return graph;
  },
};

function tensors(Make: typeof Tensor, names: readonly string[], feeds: readonly Feed[], rows: number): Record<string, Tensor> {
  const made: Record<string, Tensor> = {};
  names.forEach((name, i) => {
    const feed = feeds[i];
    if (!feed) return;
    made[name] = feed.wire === "float" ? new Make("float32", feed.values, [rows, 1]) : new Make("string", feed.values, [rows, 1]);
  });
  return made;
}

function outputOf(name: string, value: Tensor | undefined, rows: number): Output {
  if (value === undefined || !("data" in value)) throw new Error(`output ${name} is not a tensor`);
  const data = value.data;
  const values = data instanceof Float32Array ? data : Array.from(data as ArrayLike<number | bigint | string>, (v) => (typeof v === "bigint" ? Number(v) : v));
  return { name, width: rows === 0 ? 0 : Math.round(values.length / rows), values };
}
