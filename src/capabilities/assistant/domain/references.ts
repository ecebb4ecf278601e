import type { JsonValue } from "../../../kernel/contract/common.ts";

/**
 * Fills `{$step, path}` with what an earlier step answered.
 * @throws Error when that step has not answered or has no such field.
 */
export function fill(value: JsonValue | undefined, steps: readonly { output: JsonValue | null }[]): JsonValue {
  if (value === undefined || value === null || typeof value !== "object") return value ?? null;
  if (Array.isArray(value)) return value.map((v) => fill(v, steps));
  const { $step, path } = value as { $step?: unknown; path?: unknown };
  if (typeof $step !== "number" || typeof path !== "string") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, steps)]));
  const found = path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], steps[$step]?.output);
  if (found === undefined || found === null) throw new Error(`step ${$step + 1} answered no ${path}`);
  return found as JsonValue;
}
