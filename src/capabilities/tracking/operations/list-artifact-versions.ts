import { implement } from "../../../kernel/implement.ts";
import { listArtifactVersions } from "../contract/artifact-versions.ts";
import { selectVersions } from "../store/artifact-versions.ts";

export default implement(listArtifactVersions, (ctx, input) => selectVersions(ctx.tx, ctx.workspaceId, input));
