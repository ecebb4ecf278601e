import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Assessment, NewAssessment } from "../contract/assessments.ts";

/** The number an aggregate counts a value as: yes and true are 1; `numeric` where the value is a number itself. */
export function figureOf(value: JsonValue): { figure: number | null; numeric: boolean } {
  if (typeof value === "number") return { figure: value, numeric: true };
  if (typeof value === "boolean") return { figure: value ? 1 : 0, numeric: false };
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return { figure: word === "yes" ? 1 : word === "no" ? 0 : null, numeric: false };
}

/** An assessment as it will stand; `id` is used where the client gave none. */
export function assessmentOf(given: NewAssessment, traceId: string, id: string, now: string): Assessment {
  return { ...given, id: given.id ?? id, traceId, valid: true, createdAt: given.createdAt ?? now, updatedAt: given.createdAt ?? now };
}

/** `a-` and 32 hex digits, as clients of MLflow know them. */
export function assessmentId(uuid: string): string {
  return `a-${uuid.replaceAll("-", "")}`;
}
