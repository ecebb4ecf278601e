import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fromText, typesOf } from "../json-schema.ts";
import { UsageError } from "./client.ts";
import { kebab, type Command } from "./document.ts";

/** Flags every command takes. */
export interface Common {
  json: boolean;
  wait: boolean;
  out?: string | undefined;
  reason?: string | undefined;
  url?: string | undefined;
  quiet: boolean;
}

export interface Parsed {
  common: Common;
  /** The file of an upload, or null. */
  file: string | null;
  input: Record<string, unknown>;
}

const commonFlags = {
  json: { type: "boolean" },
  wait: { type: "boolean" },
  quiet: { type: "boolean" },
  out: { type: "string", short: "o" },
  reason: { type: "string" },
  url: { type: "string" },
  input: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** `--dataset` stands for `--dataset-id`. */
function flagNames(field: string): string[] {
  const flag = kebab(field);
  return field.endsWith("Id") && field !== "id" ? [flag, flag.slice(0, -3)] : [flag];
}

/**
 * Turns words into the operation's input by its schema.
 * @throws UsageError naming the flag or the missing word.
 */
export function parseCommand(command: Command, words: readonly string[]): Parsed {
  const options: Record<string, { type: "string" | "boolean"; multiple?: boolean; short?: string }> = { ...commonFlags };
  const fieldOf = new Map<string, string>();
  for (const [field, schema] of Object.entries(command.fields)) {
    const flag = command.fields[field] && field in commonFlags && !(field === "reason") ? `input-${kebab(field)}` : null;
    for (const name of flag === null ? flagNames(field) : [flag]) {
      if (fieldOf.has(name)) continue;
      fieldOf.set(name, field);
      const types = typesOf(schema);
      const flagOnly = types.size === 1 && types.has("boolean");
      options[name] = flagOnly ? { type: "boolean" } : { type: "string", multiple: true };
    }
  }
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, allowNegative: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nSee ./lumina ${command.noun} ${command.verb} --help`);
  }
  const values = parsed.values as Record<string, string | boolean | string[] | undefined>;
  const input = readInput(values.input as string | undefined);
  const file = takePositionals(command, parsed.positionals, input);
  for (const [flag, field] of fieldOf) {
    const value = values[flag];
    if (value === undefined) continue;
    const text = Array.isArray(value) && value.length === 1 ? (value[0] ?? "") : value;
    input[field] = typeof value === "boolean" ? value : fromFlag(command, field, text as string | string[]);
  }
  return {
    file,
    input,
    common: {
      json: values.json === true,
      wait: values.wait === true,
      quiet: values.quiet === true,
      out: values.out as string | undefined,
      reason: lastOf(values.reason),
      url: values.url as string | undefined,
    },
  };
}

function lastOf(value: string | boolean | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.at(-1) : typeof value === "string" ? value : undefined;
}

function fromFlag(command: Command, field: string, text: string | string[]): unknown {
  const schema = command.fields[field];
  // A list of plain words may be written once, with commas.
  if (typesOf(schema).has("array") && typeof text === "string" && !text.trimStart().startsWith("[") && !typesOf(schema?.items).has("object"))
    return fromText(
      schema,
      text.split(",").map((part) => part.trim()),
    );
  const value = fromText(schema, text);
  return typeof value === "string" && value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value;
}

function readInput(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`--input ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function takePositionals(command: Command, words: readonly string[], input: Record<string, unknown>): string | null {
  if (words.length > command.positional.length) throw new UsageError(`Too many words: ${words.slice(command.positional.length).join(" ")}\n${usage(command)}`);
  let file: string | null = null;
  words.forEach((word, i) => {
    const field = command.positional[i] ?? "";
    if (field === "file" && command.direction === "upload") file = word;
    else input[field] = fromFlag(command, field, word);
  });
  return file;
}

/** One line of usage, then a line per flag. */
export function usage(command: Command): string {
  const words = command.positional.map((p) => (command.required.has(p) || p === "file" ? `<${kebab(p)}>` : `[${kebab(p)}]`));
  const flags = Object.entries(command.fields)
    .filter(([field]) => !command.pathIds.includes(field))
    .map(([field, schema]) => {
      const words = [...typesOf(schema)].join("|");
      const choices = schema.enum ? ` (${schema.enum.join(", ")})` : "";
      const fallback = schema.default === undefined ? "" : ` [${JSON.stringify(schema.default)}]`;
      return `  --${kebab(field).padEnd(22)} ${words}${command.required.has(field) ? ", required" : ""}${choices}${fallback} ${schema.description ?? ""}`.trimEnd();
    });
  return [
    `./lumina ${command.noun} ${command.verb} ${words.join(" ")}`.trimEnd(),
    `  ${command.summary}.`,
    ...flags,
    "  --json                   print the answer as JSON",
    ...(command.kind === "job" || command.method !== "GET" ? ["  --wait                   wait for the job, or for the approval"] : []),
    ...(command.direction === "download" ? ["  -o, --out FILE           where to write; - for standard output"] : []),
  ].join("\n");
}
