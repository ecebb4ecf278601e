import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { createVersion } from "../contract/versions.ts";
import { kindOf, promptSources, tagged } from "../domain/prompts.ts";
import { lockModel } from "../store/models.ts";
import type { Content } from "../store/versions.ts";
import { addVersion } from "./add-version.ts";
import { contentOf, emptyContent } from "./content.ts";

interface Source {
  source: string;
  run?: string | undefined;
  loggedModel?: string | undefined;
}

async function told(ctx: Ctx, modelId: string, asked: Source, prompt: boolean): Promise<Content & { source: string }> {
  if (!prompt) return await contentOf(ctx, modelId, asked);
  if (!promptSources.includes(asked.source))
    throw refuse(
      "invalid_input",
      `Invalid prompt source: '${asked.source}'. A prompt's text stands in a tag, it has no files.`,
      `Send ${promptSources[0]} as source.`,
      {
        fields: [{ path: "source", message: "a placeholder" }],
      },
    );
  return { ...emptyContent, format: "prompt", location: asked.source, source: asked.source, runRef: asked.run ?? null };
}

export default implement(createVersion, async (ctx, { modelId, runLink, description, tags, ...asked }) => {
  const model = await lockModel(ctx.tx, ctx.workspaceId, modelId);
  const kind = kindOf(tags ?? {});
  // Our own clients need not know the tag: under a prompt's name a text is meant.
  const marked = model?.kind === "prompt" && asked.run === undefined ? tagged("prompt", tags ?? {}) : (tags ?? {});
  const content = await told(ctx, modelId, asked, kind === "prompt" || kindOf(marked) === "prompt");
  return await addVersion(ctx, modelId, { ...content, runLink: runLink ?? "", description: description ?? "", tags: marked });
});
