import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What `login` and `projects use` keep, readable by its owner only. */
export interface Settings {
  url: string;
  key?: string;
  projectId?: string;
  email?: string;
}

export class SettingsFile {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  read(): Settings | null {
    try {
      return JSON.parse(readFileSync(this.#path, "utf8")) as Settings;
    } catch {
      return null;
    }
  }

  write(settings: Settings): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
