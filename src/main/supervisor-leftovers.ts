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
  async endLeftovers(patienceMs = 2_000): Promise<string[]> {
    if (!existsSync(this.#file)) return [];
    const noted = JSON.parse(readFileSync(this.#file, "utf8")) as Noted[];
    const left = noted.filter((child) => stillRuns(child) && argumentsOf(child.pid).includes(child.file));
    await Promise.all(left.map((child) => endOne(child, patienceMs)));
    return left.map((child) => `${child.name} (process ${child.pid})`);
  }
}

async function endOne(child: Noted, patienceMs: number): Promise<void> {
  if (await gone(child, patienceMs)) return;
  signal(-child.pid, "SIGKILL");
  await gone(child, 5_000);
}
