import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { createModel } from "../contract/models.ts";
import type { Kind, Model } from "../contract/shapes.ts";
import { kindOf, plainTags, tagged } from "../domain/prompts.ts";
import { insertModel, lockName, modelByName } from "../store/models.ts";
import { aModel } from "./found.ts";
import { tell } from "./tell.ts";

interface Wish {
  projectId: string;
  name: string;
  kind: Kind;
  description?: string | undefined;
  tags?: Record<string, string> | undefined;
}

/** Makes a name and tells of it; null where the project has it already. */
export async function makeModel(ctx: Ctx, wish: Wish): Promise<Model | null> {
  const kind = kindOf(wish.tags ?? {}) === "prompt" ? "prompt" : wish.kind;
  const tags = tagged(kind, wish.tags ?? {});
  const description = wish.description ?? "";
  const id = ctx.newId();
  const by = { id: ctx.actor.id, name: ctx.actor.name };
  await lockName(ctx.tx, ctx.workspaceId, wish.projectId, wish.name);
  const made = await insertModel(ctx.tx, ctx.workspaceId, { id, projectId: wish.projectId, name: wish.name, kind, description, tags, by });
  if (!made) return null;
  ctx.emit("models", id);
  await tell(ctx, { name: wish.name, projectId: wish.projectId, kind }, { what: "created", tags: kind === "prompt" ? plainTags(tags) : tags, description });
  return await aModel(ctx, id);
}

export default implement(createModel, async (ctx, input) => {
  const made = await makeModel(ctx, input);
  if (!made) {
    const holder = await modelByName(ctx.tx, ctx.workspaceId, input.projectId, input.name);
    throw refuse("conflict", `The project has a ${holder?.kind ?? "model"} named ${input.name} already.`, "Choose another name, or add a version to it.", {
      fields: [{ path: "name", message: "taken" }],
    });
  }
  ctx.audit({ after: { modelId: made.id, name: made.name, kind: made.kind } });
  return made;
});
