import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argumentsOf, gone, markOf, signal, stillRuns, type ProcessMark } from "../db/embedded/processes.ts";

interface Noted extends ProcessMark {
  name: string;
  file: string;
}

/** Remembers the children of a supervisor, so that the next one can end those that outlived it. */
export class ChildList {
  readonly #file: string;
  #children: Noted[] = [];

  constructor(home: string) {
    this.#file = join(home, "children.json");
  }

  /** Notes a new child, forgetting the one of the same name. */
  note(name: string, file: string, pid: number): void {
    const mark = markOf(pid);
    if (!mark) return;
    this.#children = [...this.#children.filter((child) => child.name !== name), { ...mark, name, file }];
    mkdirSync(join(this.#file, ".."), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#children));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Ends what an earlier supervisor left: they end by themselves within moments, or are killed. */
  async endLeftovers(patienceMs = 3_000): Promise<string[]> {
    if (!existsSync(this.#file)) return [];
    const ended: string[] = [];
    for (const child of JSON.parse(readFileSync(this.#file, "utf8")) as Noted[]) {
      if (!stillRuns(child) || !argumentsOf(child.pid).includes(child.file)) continue;
      if (!(await gone(child, patienceMs))) {
        signal(-child.pid, "SIGKILL");
        await gone(child, 5_000);
      }
      ended.push(`${child.name} (process ${child.pid})`);
    }
    return ended;
  }
}
