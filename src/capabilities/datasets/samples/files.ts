import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { SampleFile } from "../domain/samples.ts";

/** Reads tables that ship inside the trainer's Python packages. */
export interface SampleFiles {
  /** The text of a file, unpacked. Refuses `unavailable` while the Python environment is not there yet. */
  read(file: SampleFile): Promise<string>;
}

declare module "../../../kernel/ctx.ts" {
  interface Services {
    readonly samples: SampleFiles;
  }
}

/** @param python the interpreter of the environment scikit-learn is installed in (`…/.venv/bin/python`) */
export function sampleFiles(python: string): SampleFiles {
  const lib = join(dirname(python), "..", "lib");
  return {
    async read(file) {
      const versions = await readdir(lib).catch(() => []);
      for (const version of versions.filter((name) => name.startsWith("python"))) {
        const path = join(lib, version, "site-packages", "sklearn", "datasets", "data", file);
        const bytes = await readFile(path).catch(() => null);
        if (bytes) return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
      }
      throw refuse(
        "unavailable",
        "This sample comes with the Python environment, which is not ready yet.",
        "Wait until it is installed, or take the Titanic-shaped sample.",
        { retryAfterS: 10 },
      );
    },
  };
}
