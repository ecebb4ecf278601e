import { createHash } from "node:crypto";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Evaluation, EvaluationRecord, NewRecord } from "../contract/evaluation.ts";

/** The hash a record is known by: equal inputs give it in whatever order their fields were written. */
export function inputHash(inputs: JsonValue): string {
  return createHash("sha256").update(canonical(inputs)).digest("hex");
}

function canonical(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value).toSorted();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(",")}}`;
}

/** Eight hex digits that change whenever the set does. */
export function evaluationDigest(name: string, at: Date): string {
  return createHash("sha256").update(`${name}:${at.getTime()}`).digest("hex").slice(0, 8);
}

type Schema = NonNullable<Evaluation["schema"]>;

/** The schema with fields it did not know; a field's first type stays. */
export function widenSchema(known: Schema | null, records: readonly NewRecord[]): Schema | null {
  if (known === null && records.length === 0) return null;
  const schema: Schema = structuredClone(known ?? { inputs: {}, outputs: {}, expectations: {}, version: "1.0" });
  for (const record of records) {
    addTypes(schema.inputs, record.inputs);
    addTypes(schema.expectations, record.expectations ?? {});
    const { outputs } = record;
    if (outputs === undefined || outputs === null) continue;
    if (isFields(outputs) && isFields(schema.outputs)) addTypes(schema.outputs, outputs);
    else if (!isFields(outputs) && isFields(schema.outputs) && Object.keys(schema.outputs).length === 0) schema.outputs = typeOf(outputs);
  }
  return schema;
}

function isFields(value: JsonValue): value is Record<string, JsonValue> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function addTypes(into: Record<string, JsonValue>, fields: Record<string, JsonValue>): void {
  for (const [key, value] of Object.entries(fields)) if (!Object.hasOwn(into, key)) into[key] = typeOf(value);
}

function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "float";
  return typeof value;
}

/**
 * A record changed by what came with the same inputs: outputs are replaced when given, expectations and tags are merged,
 * inputs, source and maker stay.
 */
export function mergedRecord(record: EvaluationRecord, change: NewRecord, at: string, by: string | null): EvaluationRecord {
  return {
    ...record,
    outputs: change.outputs === undefined ? record.outputs : change.outputs,
    expectations: change.expectations ? { ...record.expectations, ...change.expectations } : record.expectations,
    tags: { ...record.tags, ...change.tags },
    updatedAt: at,
    updatedBy: by ?? record.updatedBy,
  };
}
