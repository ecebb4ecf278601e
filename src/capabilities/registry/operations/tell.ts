import type { Ctx } from "../../../kernel/ctx.ts";
import type { Kind } from "../contract/shapes.ts";

type Happened =
  | { what: "created"; tags: Record<string, string>; description: string }
  | { what: "version"; version: number; source: string; run: string | null; tags: Record<string, string>; text: string | null; description: string }
  | { what: "tag"; key: string; value: string | null }
  | { what: "versionTag"; version: number; key: string; value: string | null }
  | { what: "alias"; alias: string; version: number | null };

const names = {
  created: { model: "registered_model.created", prompt: "prompt.created" },
  version: { model: "model_version.created", prompt: "prompt_version.created" },
  tag: { model: "registered_model_tag", prompt: "prompt_tag" },
  versionTag: { model: "model_version_tag", prompt: "prompt_version_tag" },
  alias: { model: "model_version_alias", prompt: "prompt_alias" },
} as const;

/** Tells webhooks in this transaction, in the words of MLflow's; what nobody can listen to is told to nobody. */
export async function tell(ctx: Ctx, model: { name: string; projectId: string; kind: Kind }, happened: Happened): Promise<void> {
  const { event, payload } = asEvent(model, happened);
  await ctx.services.webhooks.record(ctx.tx, ctx.workspaceId, { event, projectId: model.projectId, data: { name: model.name, ...payload } });
}

function asEvent({ kind }: { kind: Kind }, h: Happened): { event: string; payload: Record<string, string | null | Record<string, string>> } {
  const name = names[h.what][kind];
  switch (h.what) {
    case "created":
      return { event: name, payload: { tags: h.tags, description: h.description } };
    case "version": {
      const shared = { version: String(h.version), tags: h.tags, description: h.description };
      return { event: name, payload: kind === "prompt" ? { ...shared, template: h.text } : { ...shared, source: h.source, run_id: h.run } };
    }
    case "tag":
      return { event: `${name}.${h.value === null ? "deleted" : "set"}`, payload: { key: h.key, ...(h.value !== null && { value: h.value }) } };
    case "versionTag":
      return {
        event: `${name}.${h.value === null ? "deleted" : "set"}`,
        payload: { version: String(h.version), key: h.key, ...(h.value !== null && { value: h.value }) },
      };
    case "alias":
      return {
        event: `${name}.${h.version === null ? "deleted" : "created"}`,
        payload: { alias: h.alias, ...(h.version !== null && { version: String(h.version) }) },
      };
  }
}
