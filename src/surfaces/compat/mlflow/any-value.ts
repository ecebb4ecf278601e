import type { JsonValue } from "../../../kernel/contract/common.ts";

/** OTLP's AnyValue as its JSON writes it; one field is set, none is null. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  /** Digits: JSON's numbers would round them. */
  intValue?: string;
  doubleValue?: number | "NaN" | "Infinity" | "-Infinity";
  bytesValue?: string;
  arrayValue?: { values?: AnyValue[] };
  kvlistValue?: { values?: { key?: string; value?: AnyValue }[] };
}

const deepest = 60;

/** The plain value, and whether {@link anyOf} gives the same AnyValue back. */
export function plainOf(any: AnyValue, depth = 0): { value: JsonValue; same: boolean } {
  if (depth > deepest) throw new RangeError(`an attribute nests deeper than ${deepest} levels`);
  if (any.stringValue !== undefined) return { value: clean(any.stringValue), same: true };
  if (any.boolValue !== undefined) return { value: any.boolValue, same: true };
  if (any.intValue !== undefined) {
    const number = Number(any.intValue);
    return Number.isSafeInteger(number) ? { value: number, same: true } : { value: any.intValue, same: false };
  }
  if (any.doubleValue !== undefined) return { value: any.doubleValue, same: typeof any.doubleValue === "number" && !Number.isInteger(any.doubleValue) };
  if (any.bytesValue !== undefined) return { value: any.bytesValue, same: false };
  if (any.arrayValue) {
    const items = (any.arrayValue.values ?? []).map((item) => plainOf(item, depth + 1));
    return { value: items.map((i) => i.value), same: items.every((i) => i.same) };
  }
  if (any.kvlistValue) {
    const fields = (any.kvlistValue.values ?? []).map(({ key = "", value = {} }) => ({ key: clean(key), ...plainOf(value, depth + 1) }));
    const keys = new Set(fields.map((f) => f.key));
    return { value: Object.fromEntries(fields.map((f) => [f.key, f.value])), same: keys.size === fields.length && fields.every((f) => f.same) };
  }
  return { value: null, same: true };
}

/** Texts of models hold anything; what no text of ours may hold becomes U+FFFD, as decoders do with bytes they cannot read. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** A plain value as AnyValue. */
export function anyOf(value: JsonValue | undefined): AnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyOf) } };
  if (typeof value === "object" && value !== null)
    return { kvlistValue: { values: Object.entries(value).map(([key, inner]) => ({ key, value: anyOf(inner) })) } };
  return {};
}

/** The same with proto's own field names, as MLflow's answers write them. */
export function snakeCased(any: AnyValue): object {
  if (any.stringValue !== undefined) return { string_value: any.stringValue };
  if (any.boolValue !== undefined) return { bool_value: any.boolValue };
  if (any.intValue !== undefined) return { int_value: any.intValue };
  if (any.doubleValue !== undefined) return { double_value: any.doubleValue };
  if (any.bytesValue !== undefined) return { bytes_value: any.bytesValue };
  if (any.arrayValue) return { array_value: { values: (any.arrayValue.values ?? []).map(snakeCased) } };
  if (any.kvlistValue)
    return { kvlist_value: { values: (any.kvlistValue.values ?? []).map(({ key = "", value = {} }) => ({ key, value: snakeCased(value) })) } };
  return {};
}

/** JSON as Python writes it, which MLflow's files hold: `1.0` stays a double, NaN is a word. */
export function pythonText(any: AnyValue): string {
  if (any.boolValue !== undefined) return String(any.boolValue);
  if (any.intValue !== undefined) return any.intValue;
  if (any.doubleValue !== undefined) return Number.isInteger(any.doubleValue) ? `${any.doubleValue}.0` : String(any.doubleValue);
  if (any.arrayValue) return `[${(any.arrayValue.values ?? []).map(pythonText).join(", ")}]`;
  if (any.kvlistValue)
    return `{${(any.kvlistValue.values ?? []).map(({ key = "", value = {} }) => `${JSON.stringify(key)}: ${pythonText(value)}`).join(", ")}}`;
  const text = any.stringValue ?? any.bytesValue;
  return text === undefined ? "null" : JSON.stringify(text);
}
