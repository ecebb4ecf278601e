import * as z from "zod";
import { SourceType, type NewRecord } from "../../../capabilities/tracking/contract/evaluation.ts";
import { pythonJson } from "../served.ts";
import { invalid } from "./problems.ts";

/** Tags as their clients send them: an object as text, values of any kind; null changes nothing. */
export function tagsOf(text: string | undefined): Record<string, string> {
  if (text === undefined || text === "") return {};
  const tags = z.record(z.string(), z.unknown()).safeParse(parsed(text, "tags"));
  if (!tags.success) throw invalid("Invalid value for parameter 'tags' supplied: it is a JSON object.");
  return Object.fromEntries(Object.entries(tags.data).flatMap(([key, value]) => (value === null ? [] : [[key, written(value)]])));
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const Source = z.object({ source_type: z.string(), source_data: z.record(z.string(), z.json()).nullish() });
const Fields = z.record(z.string(), z.json());
const Record = z.object({
  inputs: Fields.nullish(),
  outputs: z.json().optional(),
  expectations: Fields.nullish(),
  tags: Fields.nullish(),
  source: Source.nullish(),
});

/** Records as their clients send them: a list as text. @throws MlflowError naming the record */
export function newRecords(text: string): z.input<typeof NewRecord>[] {
  const value = parsed(text, "records");
  if (!Array.isArray(value)) throw invalid("Invalid value for parameter 'records' supplied: it is a JSON list.");
  return value.map((item: unknown, i) => {
    const record = Record.safeParse(item);
    const [issue] = record.error?.issues ?? [];
    if (!record.success) throw invalid(`Invalid value for parameter 'records[${i}]' supplied: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
    const { inputs, outputs, expectations, tags, source } = record.data;
    return {
      inputs: inputs ?? {},
      ...(outputs !== undefined && { outputs }),
      ...(expectations !== undefined && { expectations }),
      ...(tags !== undefined && { tags }),
      ...(source !== undefined && { source: source && { type: sourceType(source.source_type), data: source.source_data ?? {} } }),
    };
  });
}

function sourceType(text: string): z.output<typeof SourceType> {
  const type = SourceType.safeParse(text.toUpperCase());
  if (type.success) return type.data;
  throw invalid(`Invalid dataset record source type: ${text}. Valid source types: [${SourceType.options.map((o) => `'${o}'`).join(", ")}]`);
}

function parsed(text: string, parameter: string): unknown {
  const value = pythonJson(Buffer.from(text, "utf8"));
  const big = unsafe(value);
  if (big !== undefined)
    throw invalid(`Invalid value for parameter '${parameter}' supplied: the integer ${big} is beyond ±2^53 and would be rounded; send it as a text.`);
  return value;
}

/** The first whole number that JSON's numbers cannot hold. */
function unsafe(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21 ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = unsafe(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
