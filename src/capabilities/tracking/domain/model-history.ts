import type { JsonValue } from "../../../kernel/contract/common.ts";

type Entry = Record<string, JsonValue>;

// A tag's value holds no more.
const fits = 8000;

/** The list in a tag with one model more; when it grows too long the oldest leave, and a single one keeps only its flavours' names. */
export function historyWith(before: string | undefined, model: Entry): Entry[] {
  const history = [...parsed(before), model];
  while (history.length > 1 && JSON.stringify(history).length > fits) history.shift();
  if (JSON.stringify(history).length <= fits) return history;
  const { run_id = "", artifact_path = "", utc_time_created = "", model_uuid = "", flavors } = model;
  const names = typeof flavors === "object" && flavors !== null ? Object.keys(flavors) : [];
  return [{ run_id, artifact_path, utc_time_created, model_uuid, flavors: Object.fromEntries(names.slice(0, 20).map((name) => [name.slice(0, 100), {}])) }];
}

function parsed(text: string | undefined): Entry[] {
  if (text === undefined) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as Entry[]) : [];
  } catch {
    return [];
  }
}
