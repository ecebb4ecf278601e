import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/** One thing the product said it has. */
export type Entry =
  | { kind: "run"; run: string }
  | { kind: "metric"; run: string; step: number }
  /** A file whose bytes were taken. */
  | { kind: "dataset"; dataset: string; rows: number }
  | { kind: "job"; job: string };

/**
 * What was acknowledged, in a file of the client's own: every entry is on disk before the client
 * goes on, so the file can be held against the product after anything.
 */
export class Ledger<E = Entry> {
  readonly path: string;
  readonly #handle: number;

  constructor(path: string) {
    this.path = path;
    this.#handle = openSync(path, "a");
  }

  note(entry: E): void {
    writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#handle);
  }

  entries(): E[] {
    return readFileSync(this.path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as E);
  }

  close(): void {
    closeSync(this.#handle);
  }
}
