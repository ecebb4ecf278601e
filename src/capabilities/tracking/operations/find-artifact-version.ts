import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { findArtifactVersion } from "../contract/artifact-versions.ts";
import { findByAlias } from "../store/artifact-versions.ts";

export default implement(findArtifactVersion, async (ctx, { experimentId, name, alias }) => {
  const version = await findByAlias(ctx.tx, ctx.workspaceId, experimentId, name, alias);
  if (!version) throw refuse("not_found", `The experiment has no artifact ${name}:${alias}.`, "List them with `artifact-versions list`.");
  return version;
});
