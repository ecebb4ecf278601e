import * as z from "zod";
import { refuse } from "../../../kernel/contract/errors.ts";
import { rowOf } from "../../../capabilities/serving/contract/rows.ts";
import type { Prediction, Signature } from "../../../capabilities/serving/contract/shapes.ts";

type Cell = string | number | boolean | null;

const Tensor = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()).min(1).max(2),
  datatype: z.string(),
  data: z.array(z.unknown()),
  parameters: z.record(z.string(), z.unknown()).optional(),
});
export const InferRequest = z.object({
  id: z.string().max(200).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  inputs: z.array(Tensor).min(1),
  outputs: z.array(z.object({ name: z.string() })).optional(),
});
export type InferRequest = z.output<typeof InferRequest>;

const numbers = /^(FP16|FP32|FP64|BF16|U?INT(8|16|32|64))$/;

/** Data of a tensor, flat and checked against its datatype and shape; null is a missing value. */
function flat(tensor: z.output<typeof Tensor>): Cell[] {
  const cells = tensor.data.flat(Infinity) as unknown[];
  const wanted = tensor.shape.reduce((a, b) => a * b, 1);
  if (cells.length !== wanted) throw wrong(tensor.name, `shape ${JSON.stringify(tensor.shape)} has ${wanted} values, data has ${cells.length}`);
  const type = numbers.test(tensor.datatype) ? "number" : tensor.datatype === "BOOL" ? "boolean" : tensor.datatype === "BYTES" ? "string" : null;
  if (type === null) throw wrong(tensor.name, `datatype ${tensor.datatype} is not read; accepted: FP32, FP64, INT8 to INT64, UINT8 to UINT64, BOOL, BYTES`);
  cells.forEach((cell, i) => {
    if (cell !== null && typeof cell !== type) throw wrong(tensor.name, `value ${i} is ${JSON.stringify(cell)}, which is not ${tensor.datatype}`);
  });
  return cells as Cell[];
}

function wrong(name: string, message: string): Error {
  return refuse("invalid_input", `Input ${name}: ${message}.`, "GET /v2/models/{name} shows the inputs.", { fields: [{ path: name, message }] });
}

/**
 * Rows of a request: one tensor per column ([N] or [N, 1]), or one tensor [N, columns] in the signature's order.
 */
export function rowsOf(request: InferRequest, signature: Signature): Record<string, unknown>[] {
  const names = signature.inputs.map((i) => i.name);
  const only = request.inputs.length === 1 ? request.inputs[0] : undefined;
  if (only && !names.includes(only.name) && only.shape.length === 2 && only.shape[1] === names.length) {
    const cells = flat(only);
    return Array.from({ length: only.shape[0] ?? 0 }, (_, r) => rowOf(signature, names, cells.slice(r * names.length, (r + 1) * names.length)));
  }
  const columns = request.inputs.map((tensor) => {
    if (!names.includes(tensor.name)) throw wrong(tensor.name, `is not an input of the model; accepted: ${names.join(", ")}`);
    if (tensor.shape.length === 2 && tensor.shape[1] !== 1) throw wrong(tensor.name, `shape is ${JSON.stringify(tensor.shape)}; a column is [N] or [N, 1]`);
    return { name: tensor.name, cells: flat(tensor) };
  });
  const rows = columns[0]?.cells.length ?? 0;
  for (const { name, cells } of columns) if (cells.length !== rows) throw wrong(name, `has ${cells.length} rows, the first input has ${rows}`);
  const order = columns.map((c) => c.name);
  return Array.from({ length: rows }, (_, r) =>
    rowOf(
      signature,
      order,
      columns.map((c) => c.cells[r] ?? null),
    ),
  );
}

interface OutTensor {
  name: string;
  datatype: string;
  shape: number[];
  data: (string | number)[];
}

/** Predictions as tensors: label and probabilities in the order of the classes, or value. */
export function outputsOf(predictions: readonly Prediction[], signature: Signature, asked: readonly string[] | null): OutTensor[] {
  const n = predictions.length;
  const classes = signature.classes ?? [];
  const all: OutTensor[] =
    signature.task === "regression"
      ? [{ name: "value", datatype: "FP32", shape: [n], data: predictions.map((p) => p.value ?? 0) }]
      : [
          { name: "label", datatype: "BYTES", shape: [n], data: predictions.map((p) => p.label ?? "") },
          {
            name: "probabilities",
            datatype: "FP32",
            shape: [n, classes.length],
            data: predictions.flatMap((p) => classes.map((c) => p.probabilities?.[c] ?? 0)),
          },
        ];
  if (asked === null) return all;
  const strange = asked.find((name) => !all.some((o) => o.name === name));
  if (strange !== undefined) throw wrong(strange, `is not an output; accepted: ${all.map((o) => o.name).join(", ")}`);
  return all.filter((o) => asked.includes(o.name));
}

/** Inputs and outputs as the protocol's metadata names them. */
export function metadataOf(signature: Signature): { inputs: object[]; outputs: object[] } {
  const typeOf = (type: string): string => (type === "number" ? "FP32" : type === "integer" ? "INT64" : type === "boolean" ? "BOOL" : "BYTES");
  return {
    inputs: signature.inputs.map((i) => ({ name: i.name, datatype: typeOf(i.type), shape: [-1, 1] })),
    outputs:
      signature.task === "regression"
        ? [{ name: "value", datatype: "FP32", shape: [-1] }]
        : [
            { name: "label", datatype: "BYTES", shape: [-1] },
            { name: "probabilities", datatype: "FP32", shape: [-1, signature.classes?.length ?? -1], parameters: { classes: signature.classes ?? [] } },
          ],
  };
}
