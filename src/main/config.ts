import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readVariables, type Variables } from "./config-variables.ts";

/** Everything the environment decides, parsed once per process and passed down. */
export interface Config {
  role: "all" | "server" | "worker";
  host: string;
  port: number;
  /** Where people reach this instance, without a closing slash. */
  publicUrl: string;
  /** Absolute. Holds the embedded database, objects, logs and keys. */
  home: string;
  /** Both null: the embedded database of `home` is used. */
  databaseUrl: string | null;
  migrationUrl: string | null;
  objects: ObjectPlace;
  /** Where the master key comes from; null means the file in `home`, made once. */
  masterKey: { text: string } | { file: string } | null;
  /** Opens what was sealed before the master key was changed. */
  previousMasterKey: { text: string } | null;
  firstAdmin: { email: string; password: string } | null;
  /** Whether anybody may register once somebody has, or only who was invited. */
  registration: "open" | "invitation";
  /** Folder with real tables, for tests and drills. */
  shared: string | null;
  tls: { certFile: string; keyFile: string } | null;
  /** Other origins whose pages may call the API. */
  corsOrigins: readonly string[];
  allowUnsandboxed: boolean;
  /** Ranges besides public addresses that webhooks and mirrors may reach. */
  allowTargets: readonly string[];
  logLevel: "error" | "warn" | "info" | "debug";
  /** Interpreter of the trainer; usable once the file `.ready` lies in its environment's root. */
  python: string;
  /** The built page. */
  webFolder: string;
}

/** The object store: a folder (below it lie `objects` and `scratch`), or a bucket with a local folder for work. */
export type ObjectPlace =
  | { kind: "folder"; root: string }
  | { kind: "bucket"; name: string; prefix: string; endpoint: string | null; region: string; root: string };

/** A variable that cannot be used, with what it accepts and how to mend it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

const checkout = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Parses the environment.
 * @throws ConfigError naming every variable, its value, what is accepted and the fix.
 * @example const config = readConfig(process.env);
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, cwd = process.cwd()): Config {
  const { values, problems } = readVariables(environment);
  const all = problems.length > 0 ? problems : contradictions(values);
  if (all.length > 0) throw new ConfigError(all);
  const home = absolute(values.LUMINA_HOME, cwd);
  const scheme = values.LUMINA_TLS_CERT ? "https" : "http";
  return {
    role: values.LUMINA_ROLE,
    host: values.LUMINA_HOST,
    port: values.LUMINA_PORT,
    publicUrl: values.LUMINA_PUBLIC_URL?.replace(/\/+$/, "") ?? `${scheme}://${shownHost(values.LUMINA_HOST)}:${values.LUMINA_PORT}`,
    home,
    databaseUrl: values.DATABASE_URL ?? null,
    migrationUrl: values.LUMINA_MIGRATION_URL ?? null,
    objects: objectPlace(values, home),
    masterKey: keySource(values, cwd),
    previousMasterKey: values.LUMINA_MASTER_KEY_PREVIOUS ? { text: values.LUMINA_MASTER_KEY_PREVIOUS } : null,
    firstAdmin: values.LUMINA_ADMIN_EMAIL && values.LUMINA_ADMIN_PASSWORD ? { email: values.LUMINA_ADMIN_EMAIL, password: values.LUMINA_ADMIN_PASSWORD } : null,
    registration: values.LUMINA_REGISTRATION,
    shared: values.LUMINA_SHARED ? absolute(values.LUMINA_SHARED, cwd) : null,
    tls:
      values.LUMINA_TLS_CERT && values.LUMINA_TLS_KEY
        ? { certFile: absolute(values.LUMINA_TLS_CERT, cwd), keyFile: absolute(values.LUMINA_TLS_KEY, cwd) }
        : null,
    corsOrigins: values.LUMINA_CORS_ORIGINS,
    allowUnsandboxed: values.LUMINA_ALLOW_UNSANDBOXED,
    allowTargets: values.LUMINA_ALLOW_TARGETS,
    logLevel: values.LUMINA_LOG,
    python: join(checkout, ".venv", "bin", "python"),
    webFolder: join(checkout, "dist", "web"),
  };
}

function objectPlace(values: Variables, home: string): ObjectPlace {
  const at = values.LUMINA_OBJECTS;
  if (at === undefined) return { kind: "folder", root: home };
  if (at.startsWith("file:")) return { kind: "folder", root: fileURLToPath(at) };
  const [name = "", ...prefix] = at.slice("s3://".length).split("/");
  return {
    kind: "bucket",
    name,
    prefix: prefix.filter((part) => part !== "").join("/"),
    endpoint: values.AWS_ENDPOINT_URL ?? null,
    region: values.AWS_REGION ?? "us-east-1",
    root: home,
  };
}

function absolute(path: string, cwd: string): string {
  return isAbsolute(path) ? path : resolve(cwd, path);
}

function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function keySource(values: Variables, cwd: string): Config["masterKey"] {
  if (values.LUMINA_MASTER_KEY) return { text: values.LUMINA_MASTER_KEY };
  if (values.LUMINA_MASTER_KEY_FILE) return { file: absolute(values.LUMINA_MASTER_KEY_FILE, cwd) };
  return null;
}

/** Variables that are fine alone and not together. */
function contradictions(values: Variables): string[] {
  const problems: string[] = [];
  const key = values.LUMINA_MASTER_KEY ?? values.LUMINA_MASTER_KEY_FILE;
  const moved = values.DATABASE_URL ? "DATABASE_URL" : values.LUMINA_OBJECTS ? "LUMINA_OBJECTS" : null;
  if (moved && !key) {
    problems.push(
      `LUMINA_MASTER_KEY is missing: ${moved} moves state out of LUMINA_HOME, so the key that opens its secrets must be given. ` +
        "Make one with `openssl rand -hex 32`, keep it, and set LUMINA_MASTER_KEY or LUMINA_MASTER_KEY_FILE to the same on every machine.",
    );
  }
  if (values.LUMINA_MASTER_KEY && values.LUMINA_MASTER_KEY_FILE) {
    problems.push("LUMINA_MASTER_KEY and LUMINA_MASTER_KEY_FILE are both set: keep one.");
  }
  if (values.LUMINA_MIGRATION_URL && !values.DATABASE_URL) {
    problems.push("LUMINA_MIGRATION_URL is set without DATABASE_URL: set DATABASE_URL to the same server for the role without rights of ownership.");
  }
  if (Boolean(values.LUMINA_ADMIN_EMAIL) !== Boolean(values.LUMINA_ADMIN_PASSWORD)) {
    problems.push("LUMINA_ADMIN_EMAIL and LUMINA_ADMIN_PASSWORD belong together: set both, or neither for a one-time sign-in link.");
  }
  if (Boolean(values.LUMINA_TLS_CERT) !== Boolean(values.LUMINA_TLS_KEY)) {
    problems.push("LUMINA_TLS_CERT and LUMINA_TLS_KEY belong together: set both files, or neither.");
  }
  if (values.LUMINA_ROLE !== "all" && !values.DATABASE_URL) {
    problems.push(
      `LUMINA_ROLE is "${values.LUMINA_ROLE}" without DATABASE_URL: a single role needs the database it shares. Set DATABASE_URL, or leave LUMINA_ROLE out.`,
    );
  }
  return problems;
}
