import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { promptTextTag, type ModelVersion } from "../contract/shapes.ts";
import { kindOf, plainTags } from "../domain/prompts.ts";
import { takeVersion } from "../store/models.ts";
import { insertVersion, type Content } from "../store/versions.ts";
import { aVersion, lockLiving } from "./found.ts";
import { tell } from "./tell.ts";

export interface Wish extends Content {
  source: string;
  runLink: string;
  description: string;
  tags: Record<string, string>;
}

/** Gives content the next number of a model. @throws Refusal when the model is gone, archived, of another kind or task. */
export async function addVersion(ctx: Ctx, modelId: string, wish: Wish): Promise<ModelVersion> {
  const model = await lockLiving(ctx, modelId);
  const kind = kindOf(wish.tags);
  if (kind !== model.kind)
    throw refuse(
      "conflict",
      `${model.name} is a ${model.kind}, and what is registered is a ${kind}.`,
      `Choose a name of its own: a ${kind} and a ${model.kind} do not share one.`,
    );
  const task = wish.signature?.task ?? null;
  if (task !== null && model.task !== null && model.task !== task)
    throw refuse("conflict", `Model ${model.name} does ${model.task}, run ${wish.runId} does ${task}.`, "Choose another name.");
  const version = await takeVersion(ctx.tx, ctx.workspaceId, modelId, task);
  const by = { id: ctx.actor.id, name: ctx.actor.name };
  await insertVersion(ctx.tx, ctx.workspaceId, { ...wish, modelId, version, by });
  ctx.emit("models", modelId);
  ctx.audit({ after: { modelId, name: model.name, version, format: wish.format } });
  await tell(ctx, model, {
    what: "version",
    version,
    source: wish.source,
    run: wish.runId?.replaceAll("-", "") ?? wish.runRef,
    tags: kind === "prompt" ? plainTags(wish.tags) : wish.tags,
    text: wish.tags[promptTextTag] ?? null,
    description: wish.description,
  });
  return await aVersion(ctx, modelId, version);
}
