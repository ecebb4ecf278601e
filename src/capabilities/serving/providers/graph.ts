import type { Wire } from "../domain/column.ts";
import type { Feed, InputTensor } from "../domain/validator.ts";

/** One output over all rows of a run, row-major; `width` values per row. */
export interface Output {
  name: string;
  width: number;
  values: readonly (number | string)[] | Float32Array;
}

/** A loaded model, whatever engine runs it. */
export interface Graph {
  /** Columns by name. */
  readonly inputs: ReadonlyMap<string, Wire>;
  /** How the columns lie in the tensors that are fed. */
  readonly tensors: readonly InputTensor[];
  /** True when any number of rows can be run at once. */
  readonly freeRows: boolean;
  /** Runs several requests together; each has one feed for every tensor, and all have `rows` rows. */
  run(requests: readonly (readonly Feed[])[], rows: number): Promise<Output[]>;
  release(): Promise<void>;
}

/** A way to run one kind of model file. */
export interface GraphProvider {
  /** @throws Error when the file is not a model this engine can run. */
  load(path: string): Promise<Graph>;
}
