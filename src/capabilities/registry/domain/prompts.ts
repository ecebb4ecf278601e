import { promptTag, promptTextTag, type Kind } from "../contract/shapes.ts";

/** What MLflow's clients put where a source is asked for and a prompt has none. */
export const promptSources: readonly string[] = ["dummy-source", "prompt-template"];

/** MLflow's clients say by a tag that they make a prompt. */
export function kindOf(tags: Readonly<Record<string, string>>): Kind {
  return tags[promptTag]?.toLowerCase() === "true" ? "prompt" : "model";
}

/** A prompt always carries the tag its readers look for. */
export function tagged(kind: Kind, tags: Readonly<Record<string, string>>): Record<string, string> {
  return kind === "prompt" ? { ...tags, [promptTag]: "true" } : { ...tags };
}

/** Tags that people set, without those that only say what it is. */
export function plainTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key !== promptTag && key !== promptTextTag && key !== "_mlflow_prompt_type"));
}

export function isReserved(key: string): boolean {
  return key === promptTag;
}

/** Aliases that mean something else in a model's address. */
export function isReservedAlias(alias: string): boolean {
  return alias.toLowerCase() === "latest" || /^v\d+$/i.test(alias);
}
