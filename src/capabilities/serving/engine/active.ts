import { refuse } from "../../../kernel/contract/errors.ts";
import type { Prediction, Signature } from "../contract/shapes.ts";
import { layoutOf, type Layout } from "../contract/layout.ts";
import type { Reference } from "../contract/reference.ts";
import { compileReader } from "../domain/answers.ts";
import { createBatcher } from "../domain/batcher.ts";
import { placesOf } from "../domain/sketch.ts";
import { compileValidator, type Checked, type Feed, type Validator } from "../domain/validator.ts";
import type { Graph } from "../providers/graph.ts";
import type { Graphs } from "./graphs.ts";

/** What a revision row says about serving; predict reads nothing else. */
export interface ServedRevision {
  deploymentId: string;
  revision: number;
  modelVersion: number;
  log: "durable" | "relaxed";
  unknownCategories: "accept" | "refuse";
  signature: Signature;
  reference: Reference;
  graphKey: string;
  graphSha256: string;
}

/** A revision ready to answer. */
export interface Active {
  revision: ServedRevision;
  validator: Validator;
  layout: Layout;
  /** Where the layout's slices stand in a logged row. */
  places: readonly number[];
  /** Runs checked rows, together with whatever else waits. */
  answer(checked: Checked): Promise<Prediction[]>;
  /** No new requests come; the graph goes when the last one is answered. */
  retire(): void;
}

/** Loads a revision's graph and compiles its validator. @throws Error or Refusal when it cannot serve. */
export async function activate(graphs: Graphs, revision: ServedRevision, path: () => Promise<string>): Promise<Active> {
  const lease = await graphs.claim(revision.graphSha256, path);
  try {
    const { graph } = lease;
    const validator = compileValidator(revision.signature, graph.tensors, revision.unknownCategories === "refuse");
    const read = compileReader(revision.signature);
    const run = createBatcher<Checked, Prediction[]>(graph.freeRows, (inputs) => runTogether(graph, inputs, read));
    let open = 0;
    let retired = false;
    const settle = (): void => {
      if (retired && open === 0) lease.giveBack();
    };
    const layout = layoutOf(revision.reference);
    return {
      revision,
      validator,
      layout,
      places: placesOf(
        layout,
        validator.columns.map((c) => c.name),
      ),
      async answer(checked) {
        open += 1;
        try {
          return await run(checked, checked.rows);
        } finally {
          open -= 1;
          settle();
        }
      },
      retire() {
        retired = true;
        settle();
      },
    };
  } catch (error) {
    lease.giveBack();
    throw error;
  }
}

async function runTogether(graph: Graph, inputs: readonly Checked[], read: ReturnType<typeof compileReader>): Promise<Prediction[][]> {
  if (graph.freeRows) {
    const outputs = await graph.run(
      inputs.map((one) => one.feeds),
      inputs.reduce((sum, one) => sum + one.rows, 0),
    );
    let from = 0;
    return inputs.map((one) => {
      const answers = read(outputs, from, one.rows);
      from += one.rows;
      return answers;
    });
  }
  const answers: Prediction[][] = [];
  for (const one of inputs) answers.push(await rowByRow(graph, one, read));
  return answers;
}

async function rowByRow(graph: Graph, one: Checked, read: ReturnType<typeof compileReader>): Promise<Prediction[]> {
  const answers: Prediction[] = [];
  for (let r = 0; r < one.rows; r++) {
    const row = one.feeds.map((f, t): Feed => {
      const width = graph.tensors[t]?.columns.length ?? 0;
      const [from, to] = [r * width, (r + 1) * width];
      return f.wire === "float" ? { wire: "float", cells: f.cells.slice(from, to) } : { wire: "string", cells: f.cells.slice(from, to) };
    });
    answers.push(...read(await graph.run([row], 1), 0, 1));
  }
  return answers;
}

/** A row the signature itself offers, to try a model with before it serves. */
export function exampleRow(signature: Signature): Record<string, unknown> {
  const standIn: Record<string, unknown> = { boolean: false, string: "example", date: "2026-01-01", timestamp: "2026-01-01T00:00:00Z" };
  return Object.fromEntries(
    signature.inputs.map((input) => [input.name, input.example ?? input.categories?.[0] ?? input.min ?? (input.type in standIn ? standIn[input.type] : 0)]),
  );
}

/** Runs the example row. @throws Refusal `checks_failed` with the reason when the version cannot serve. */
export async function tryOut(active: Active, what: string): Promise<void> {
  try {
    await active.answer(active.validator.check([exampleRow(active.revision.signature)]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse("checks_failed", `${what} does not answer its own example: ${reason}`, "Look at the version's export gate, or deploy another version.");
  }
}
