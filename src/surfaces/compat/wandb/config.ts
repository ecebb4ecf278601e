import { isObject, leavesOf, readJson, writeJson, type Value } from "./json.ts";
import { WandbError } from "./problems.ts";

const longestValue = 6000;

/** @throws WandbError where the text is no JSON object */
function rootOf(document: string): { readonly [key: string]: Value } {
  let root: Value;
  try {
    root = readJson(document);
  } catch {
    throw new WandbError("config is not JSON.");
  }
  if (!isObject(root)) throw new WandbError("config is not a JSON object.");
  return root;
}

/** The SDK's `{key: {value}}`, without what it keeps for itself. */
function valuesOf(document: string): { readonly [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(rootOf(document))
      .filter(([key]) => key !== "_wandb")
      .map(([key, entry]) => [key, isObject(entry) && "value" in entry ? (entry["value"] ?? null) : entry]),
  );
}

/** Parameters of a configuration: nested keys joined with dots. Longer keys and values stand whole in the configuration. */
export function paramsOf(document: string): Record<string, string> {
  const leaves = leavesOf(valuesOf(document));
  if (leaves.some(({ key }) => key === "__proto__")) throw new WandbError("config: a parameter named __proto__ cannot be kept: choose another name.");
  const text = (value: Value): string => (typeof value === "string" ? value : writeJson(value)).replaceAll("\0", "").slice(0, longestValue).toWellFormed();
  return Object.fromEntries(leaves.map(({ key, value }) => [key, text(value)]));
}

function internals(document: string): { readonly [key: string]: Value } {
  const own = rootOf(document)["_wandb"];
  const value = isObject(own) ? own["value"] : undefined;
  return isObject(value) ? value : {};
}

/** The named parts of what the SDK keeps for itself, as JSON. */
export function internalConfig(document: string, keys: readonly string[]): string {
  return writeJson(Object.fromEntries(Object.entries(internals(document)).filter(([key]) => keys.includes(key))));
}

interface Environment {
  /** When the script started, where the SDK says so. */
  startedAt?: string;
  /** Tags that say how to run the script again. */
  tags: Record<string, string>;
}

const textOf = (value: Value | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);
const plain = /^[\w@%+=:,./-]+$/;
const quoted = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

function commandOf(e: { readonly [key: string]: Value }): string | null {
  const program = textOf(e["codePath"]) ?? textOf(e["program"]);
  if (program === null) return null;
  const args = Array.isArray(e["args"]) ? e["args"].filter((a): a is string => typeof a === "string") : [];
  return ["python", program, ...args].map(quoted).join(" ");
}

/** Where the script ran first: the SDK keeps one such part per process that wrote to the run. */
export function environmentOf(document: string): Environment {
  const all = internals(document)["e"];
  const first = (isObject(all) ? Object.values(all).filter(isObject) : []).toSorted((a, b) =>
    (textOf(a["startedAt"]) ?? "") < (textOf(b["startedAt"]) ?? "") ? -1 : 1,
  )[0];
  if (!first) return { tags: {} };
  const git = isObject(first["git"]) ? first["git"] : {};
  const tags: Record<string, string | null> = {
    "mlflow.source.name": textOf(first["program"]),
    "mlflow.source.git.commit": textOf(git["commit"]),
    "mlflow.source.git.repoURL": textOf(git["remote"]),
    "lumina.command": commandOf(first),
    "lumina.python": textOf(first["python"]),
  };
  const at = Date.parse(textOf(first["startedAt"]) ?? "");
  return {
    tags: Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [[key, value.slice(0, 8000)]]))),
    ...(!Number.isNaN(at) && { startedAt: new Date(at).toISOString() }),
  };
}
