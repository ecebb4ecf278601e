import { isObject, leavesOf, readJson, writeJson, type Value } from "./json.ts";
import { WandbError } from "./problems.ts";

const longestKey = 250;
const longestValue = 6000;

/** The SDK's `{key: {value}}`, without what it keeps for itself. */
function valuesOf(document: string): { readonly [key: string]: Value } {
  let root: Value;
  try {
    root = readJson(document);
  } catch {
    throw new WandbError("config is not JSON.");
  }
  if (!isObject(root)) throw new WandbError("config is not a JSON object.");
  return Object.fromEntries(
    Object.entries(root)
      .filter(([key]) => key !== "_wandb")
      .map(([key, entry]) => [key, isObject(entry) && "value" in entry ? (entry["value"] ?? null) : entry]),
  );
}

/** Parameters of a configuration: nested keys joined with dots. Longer keys and values stand whole in the configuration. */
export function paramsOf(document: string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const { key, value } of leavesOf(valuesOf(document)))
    if (key !== "" && key.length <= longestKey) params[key] = (typeof value === "string" ? value : writeJson(value)).replaceAll("\0", "").slice(0, longestValue);
  return params;
}

function internals(document: string): { readonly [key: string]: Value } {
  const root = readJson(document);
  const own = isObject(root) ? root["_wandb"] : undefined;
  const value = isObject(own) ? own["value"] : undefined;
  return isObject(value) ? value : {};
}

/** The named parts of what the SDK keeps for itself, as JSON. */
export function internalConfig(document: string, keys: readonly string[]): string {
  return writeJson(Object.fromEntries(Object.entries(internals(document)).filter(([key]) => keys.includes(key))));
}

/** When the script started, where the SDK says so. */
export function startedAt(document: string): string | undefined {
  const environments = internals(document)["e"];
  if (!isObject(environments)) return undefined;
  const times = Object.values(environments).flatMap((e) => {
    const at = isObject(e) ? e["startedAt"] : undefined;
    return typeof at === "string" && !Number.isNaN(Date.parse(at)) ? [new Date(at).toISOString()] : [];
  });
  return times.toSorted()[0];
}
