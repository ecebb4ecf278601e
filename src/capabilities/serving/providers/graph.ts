import type { Feed } from "../domain/validator.ts";
import type { Wire } from "../domain/column.ts";

/** One output over all rows of a run, row-major; `width` values per row. */
export interface Output {
  name: string;
  width: number;
  values: readonly (number | string)[] | Float32Array;
}

/** A loaded model, whatever engine runs it. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, Wire>;
  /** True when any number of rows can be run at once. */
  readonly freeRows: boolean;
  run(names: readonly string[], feeds: readonly Feed[], rows: number): Promise<Output[]>;
  release(): Promise<void>;
}

/** A way to run one kind of model file. */
export interface GraphProvider {
  /** @throws Error when the file is not a model this engine can run. */
  load(path: string): Promise<Graph>;
}
