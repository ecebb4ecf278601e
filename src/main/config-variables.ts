import { z } from "zod";
import { cidrOf } from "../outgoing/addresses.ts";

const level = z.enum(["error", "warn", "info", "debug"]);
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

/** What one variable accepts, in words, and what to do when it holds something else. */
interface Rule<S extends z.ZodType> {
  schema: S;
  accepts: string;
  fix: string;
  /** Never shown in a message. */
  secret?: true;
}

function rule<S extends z.ZodType>(schema: S, accepts: string, fix: string, secret?: true): Rule<S> {
  return { schema, accepts, fix, ...(secret ? { secret } : {}) };
}

const flag = z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true");
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

const rules = {
  LUMINA_ROLE: rule(z.enum(["all", "server", "worker"]).default("all"), "all, server or worker", "Leave it out to run everything."),
  LUMINA_HOST: rule(
    z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default("127.0.0.1"),
    "a host name or address to listen on",
    "Use 127.0.0.1 for this machine only, 0.0.0.0 for every network.",
  ),
  LUMINA_PORT: rule(
    z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1).max(65_535)).default(7300),
    "a whole number from 1 to 65535",
    "Leave it out for 7300, or start with LUMINA_PORT=7301.",
  ),
  LUMINA_PUBLIC_URL: rule(
    z.url({ protocol: /^https?$/ }).optional(),
    "the http(s) address people use",
    "Give the address of your proxy, for example https://ml.example.org.",
  ),
  LUMINA_HOME: rule(z.string().min(1).default("./.lumina"), "a folder", "Leave it out for ./.lumina."),
  DATABASE_URL: rule(
    postgresUrl.optional(),
    "postgres://user:password@host:port/database",
    "Give the role that servers connect as, or leave it out for the embedded database.",
    true,
  ),
  LUMINA_MIGRATION_URL: rule(postgresUrl.optional(), "postgres://owner:password@host:port/database", "Give the role that owns the schema.", true),
  LUMINA_OBJECTS: rule(
    z
      .string()
      .regex(/^(file:\/\/\/.|s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9_=+@./-]*)?$)/)
      .optional(),
    "file:///absolute/folder or s3://bucket/prefix",
    "Leave it out to keep objects in LUMINA_HOME.",
  ),
  AWS_ENDPOINT_URL: rule(z.url({ protocol: /^https?$/ }).optional(), "an http(s) address", "Leave it out for AWS; give the address of another S3 store."),
  AWS_REGION: rule(z.string().min(1).optional(), "a region", "Give the bucket's region, for example eu-central-1."),
  LUMINA_MASTER_KEY: rule(
    z
      .string()
      .regex(/^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=?)$/)
      .optional(),
    "32 bytes in hex or base64",
    "Make one with `openssl rand -hex 32`.",
    true,
  ),
  LUMINA_MASTER_KEY_PREVIOUS: rule(
    z
      .string()
      .regex(/^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=?)$/)
      .optional(),
    "32 bytes in hex or base64",
    "Give the master key that was used before, until every secret is wrapped by the present one.",
    true,
  ),
  LUMINA_MASTER_KEY_FILE: rule(z.string().min(1).optional(), "a file that holds the master key", "Give the path of a file only this user can read."),
  LUMINA_ADMIN_EMAIL: rule(z.email().optional(), "an e-mail address", "Give the address the first administrator signs in with."),
  LUMINA_ADMIN_PASSWORD: rule(z.string().min(12).max(128).optional(), "12 to 128 characters", "Choose a longer password.", true),
  LUMINA_REGISTRATION: rule(
    z.enum(["open", "invitation"]).default("open"),
    "open or invitation",
    "Leave it out to let everybody who reaches the page register.",
  ),
  LUMINA_SHARED: rule(z.string().min(1).optional(), "a folder with real tables", "Leave it out; it is only used by tests and drills."),
  LUMINA_TLS_CERT: rule(z.string().min(1).optional(), "a PEM file", "Give the certificate chain."),
  LUMINA_TLS_KEY: rule(z.string().min(1).optional(), "a PEM file", "Give the private key of LUMINA_TLS_CERT."),
  LUMINA_CORS_ORIGINS: rule(
    z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      )
      .pipe(z.array(origin)),
    "origins such as https://notebook.example.org, separated by commas",
    "Write scheme, host and port of every page that may call the API.",
  ),
  LUMINA_ALLOW_TARGETS: rule(
    z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      )
      .refine((ranges) => ranges.every((range) => cidrOf(range) !== null)),
    "ranges of addresses such as 10.0.0.0/8,192.168.1.7, separated by commas",
    "Name the private networks that webhooks and mirrors may reach; leave it out for public addresses only.",
  ),
  LUMINA_ALLOW_UNSANDBOXED: rule(flag.default(false), "1 or 0", "Leave it out unless people's own code may run without isolation."),
  LUMINA_LOG: rule(level.default("info"), "error, warn, info or debug", "Leave it out for info."),
} satisfies Record<string, Rule<z.ZodType>>;

type Rules = typeof rules;
/** Parsed variables by name. */
export type Variables = { [K in keyof Rules]: z.output<Rules[K]["schema"]> };

/** Read by the command line, the tests and the bootstrap, not by servers. */
const others = ["LUMINA_URL", "LUMINA_KEY", "LUMINA_PASSWORD", "LUMINA_PROJECT"];

/** Parses every variable on its own; an empty one counts as absent. */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): { values: Variables; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema, accepts, fix, ...rest }] of Object.entries<Rule<z.ZodType>>(rules)) {
    const text = environment[name] === "" ? undefined : environment[name];
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} is ${rest.secret ? "set to something (not shown)" : JSON.stringify(text)}: accepted is ${accepts}. ${fix}`);
  }
  // Every rule's schema produced its entry, or problems is not empty and the caller throws.
  return { values: values as Variables, problems };
}

/** Names that look like ours and are read by nobody, each with the nearest name. */
export function unknownVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = [...Object.keys(rules), ...others];
  return Object.keys(environment)
    .filter((name) => name.startsWith("LUMINA_") && !known.includes(name))
    .map((name) => `${name} is not read by anything. Did you mean ${nearest(name, known)}?`);
}

function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, next) => (distance(name, next) < distance(name, best) ? next : best), known[0] ?? "");
}

/** Edit distance, for names of a few dozen characters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
