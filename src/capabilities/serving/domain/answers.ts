import type { Prediction, Signature } from "../contract/shapes.ts";

interface RowMajor {
  name: string;
  width: number;
  values: ArrayLike<number | string>;
}

/** Turns graph outputs into predictions, compiled once per revision. */
export type Reader = (outputs: readonly RowMajor[], from: number, rows: number) => Prediction[];

/** @throws Error in use when the graph lacks the outputs its task needs. */
export function compileReader(signature: Signature): Reader {
  return signature.task === "regression" ? readValues : classReader(signature.classes ?? []);
}

function named(outputs: readonly RowMajor[], names: readonly string[]): RowMajor | undefined {
  return outputs.find((o) => names.includes(o.name));
}

const readValues: Reader = (outputs, from, rows) => {
  const value = named(outputs, ["value", "variable"]) ?? outputs[0];
  if (!value) throw new Error("the graph has no output");
  return Array.from({ length: rows }, (_, r) => {
    const number = Number(value.values[(from + r) * value.width]);
    if (!Number.isFinite(number)) throw new Error("the model answered a number that is not finite");
    return { value: number };
  });
};

function classReader(classes: readonly string[]): Reader {
  return (outputs, from, rows) => {
    const label = named(outputs, ["label", "output_label"]);
    const shares = named(outputs, ["probabilities", "probability", "output_probability"]);
    if (!label) throw new Error("the graph has no output named label");
    return Array.from({ length: rows }, (_, r) => {
      const answer: Prediction = { label: labelOf(classes, label.values[(from + r) * label.width]) };
      if (!shares) return answer;
      const probabilities: Record<string, number> = {};
      for (let c = 0; c < shares.width; c++) {
        const p = Number(shares.values[(from + r) * shares.width + c]);
        if (!Number.isFinite(p)) throw new Error("the model answered a probability that is not finite");
        probabilities[classes[c] ?? String(c)] = p;
      }
      answer.probabilities = probabilities;
      const own = probabilities[answer.label ?? ""];
      if (own !== undefined) answer.probability = own;
      return answer;
    });
  };
}

/** A label tensor holds the class itself, or its number where the graph keeps int64 labels. */
function labelOf(classes: readonly string[], value: number | string | undefined): string {
  const text = String(value);
  if (typeof value === "string" || classes.includes(text)) return text;
  return classes[Number(value)] ?? text;
}

/** What prediction drift is measured on: the label, the value, or the second class's probability where the reference is a number. */
export function sketched(answer: Prediction, kind: "number" | "category" | null, classes: readonly string[]): number | string | null {
  if (answer.value !== undefined) return answer.value;
  if (kind === "number") return answer.probabilities?.[classes[1] ?? ""] ?? answer.probability ?? null;
  return answer.label ?? null;
}
