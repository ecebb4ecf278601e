import type { Model, Stage, VersionSummary } from "../../../capabilities/registry/contract/shapes.ts";
import { hex, millis, modelId } from "./ids.ts";
import { invalid } from "./problems.ts";
import { list, message, nested, required, string, unset, type Field } from "./proto.ts";

const words: Record<Stage, string> = { none: "None", staging: "Staging", production: "Production", archived: "Archived" };

/** A stage in any case. @throws MlflowError where it is none. */
export function stageOf(text: string): Stage {
  const found = (Object.keys(words) as Stage[]).find((stage) => stage === text.toLowerCase());
  if (found === undefined) throw invalid(`Invalid Model Version stage: ${text.slice(0, 100)}. Value must be one of ${Object.values(words).join(", ")}.`);
  return found;
}

/** A version's number, as text or number. @throws MlflowError where it is none. */
export function versionNumber(text: string): number {
  if (!/^\s*[+-]?\d{1,15}\s*$/.test(text)) throw invalid(`Parameter 'version' must be an integer, got '${text.slice(0, 100)}'.`);
  return Number(text);
}

/** Numbers are read where clients of other languages send them for a text. */
export const text: Field<string> = { ...string, read: (value, path) => (typeof value === "number" ? String(value) : string.read(value, path)) };

const Tag = message({ key: required(string), value: text });
export const tagList = list(nested(Tag));

/** Tags of a list; of the same key the last one counts. */
export function tagsOf(tags: readonly { key: string; value: string | undefined }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value ?? ""]));
}

function tagMessages(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

export function versionMessage(v: VersionSummary): object {
  return unset({
    name: v.name,
    version: String(v.version),
    creation_timestamp: millis(v.createdAt),
    last_updated_timestamp: millis(v.updatedAt),
    user_id: v.createdBy.name,
    current_stage: words[v.stage],
    description: v.description,
    source: v.source,
    run_id: v.runId === null ? (v.runRef ?? "") : hex(v.runId),
    status: "READY",
    run_link: v.runLink,
    tags: tagMessages(v.tags),
    aliases: v.aliases,
    model_id: v.loggedModelId === null ? undefined : modelId(v.loggedModelId),
  });
}

/** A model with the newest version of each stage. */
export function modelMessage(m: Model, latest: readonly VersionSummary[]): object {
  return unset({
    name: m.name,
    creation_timestamp: millis(m.createdAt),
    last_updated_timestamp: millis(m.updatedAt),
    user_id: m.createdBy.name,
    description: m.description,
    latest_versions: latest.map(versionMessage),
    tags: tagMessages(m.tags),
    aliases: Object.entries(m.aliases).map(([alias, version]) => ({ alias, version: String(version) })),
  });
}
