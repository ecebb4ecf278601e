import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { ArtifactVersion } from "../contract/artifact-versions.ts";
import { findVersion } from "../store/artifact-versions.ts";

/** @throws Refusal `not_found` */
export async function foundVersion(ctx: Ctx, versionId: string): Promise<ArtifactVersion> {
  const version = await findVersion(ctx.tx, ctx.workspaceId, versionId);
  if (!version || version.state === "deleted")
    throw refuse("not_found", `There is no artifact version ${versionId} here.`, "List them with `artifact-versions list`.");
  return version;
}

export const shown = (v: ArtifactVersion): string => (v.version === null ? v.name : `${v.name}:v${v.version}`);
