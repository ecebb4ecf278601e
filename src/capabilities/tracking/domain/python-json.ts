import type { JsonValue } from "../../../kernel/contract/common.ts";

/** JSON with the spaces Python writes, which clients compare as text. */
export function pythonJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${pythonJson(inner ?? null)}`);
  return `{${fields.join(", ")}}`;
}
