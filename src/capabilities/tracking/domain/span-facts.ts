import type { JsonValue } from "../../../kernel/contract/common.ts";
import { spanKeys, type Span } from "../contract/spans.ts";

type Attributes = Span["attributes"];

/** The first attribute of these that has a value; what instrumentations write as JSON text is read. */
export function read(attributes: Attributes, keys: readonly string[]): JsonValue | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (value !== undefined && value !== null && value !== "") return parsed(value);
  }
  return undefined;
}

function parsed(value: JsonValue): JsonValue {
  if (typeof value !== "string" || !/^\s*[[{"]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

const kinds: Readonly<Record<string, string>> = {
  chat: "CHAT_MODEL",
  text_completion: "LLM",
  generate_content: "LLM",
  embeddings: "EMBEDDING",
  execute_tool: "TOOL",
  invoke_agent: "AGENT",
  create_agent: "AGENT",
  workflow: "WORKFLOW",
  task: "TASK",
};

/** LLM, CHAIN, TOOL …: as MLflow's client says, else what GenAI, OpenInference or OpenLLMetry conventions mean. */
export function typeOf(span: Pick<Span, "type" | "attributes">): string {
  if (span.type !== "UNKNOWN") return span.type;
  const word = read(span.attributes, spanKeys.type);
  return typeof word === "string" ? (kinds[word.toLowerCase()] ?? word.toUpperCase().slice(0, 500)) : "UNKNOWN";
}

const usageKeys = {
  input_tokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt"],
  output_tokens: ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion"],
  total_tokens: ["gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total"],
  cache_read_input_tokens: ["gen_ai.usage.cache_read.input_tokens", "llm.token_count.prompt_details.cache_read"],
  cache_creation_input_tokens: ["gen_ai.usage.cache_creation.input_tokens", "llm.token_count.prompt_details.cache_write"],
} as const;

export function usageOf(attributes: Attributes): Record<string, number> | null {
  const stated = figures(read(attributes, ["mlflow.chat.tokenUsage"]), Number.isSafeInteger);
  if (stated) return stated;
  const found: Record<string, number> = {};
  for (const [name, keys] of Object.entries(usageKeys)) {
    const value = Number(read(attributes, keys) ?? Number.NaN);
    if (Number.isSafeInteger(value)) found[name] = value;
  }
  if (found.input_tokens === undefined && found.output_tokens === undefined && found.total_tokens === undefined) return null;
  return { ...found, total_tokens: found.total_tokens ?? (found.input_tokens ?? 0) + (found.output_tokens ?? 0) };
}

export function costOf(attributes: Attributes): Record<string, number> | null {
  return figures(read(attributes, ["mlflow.llm.cost"]), Number.isFinite);
}

/** The numbers of an object; null where it holds none. */
export function figures(value: JsonValue | undefined, valid: (n: number) => boolean): Record<string, number> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const numbers = Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === "number" && valid(entry[1]));
  return numbers.length > 0 ? Object.fromEntries(numbers) : null;
}

/** A text of at most 500 characters, as a dimension of statistics. */
export function word(attributes: Attributes, keys: readonly string[]): string | null {
  const value = read(attributes, keys);
  return typeof value === "string" ? value.slice(0, 500) : null;
}
