import { implement } from "../../../kernel/implement.ts";
import { listArtifactCollections } from "../contract/artifact-collections.ts";
import { selectCollections } from "../store/artifact-collections.ts";

export default implement(listArtifactCollections, (ctx, input) => selectCollections(ctx.tx, ctx.workspaceId, input));
