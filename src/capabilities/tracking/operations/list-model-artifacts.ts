import { implement } from "../../../kernel/implement.ts";
import { listModelArtifacts } from "../contract/model-artifacts.ts";
import { selectArtifacts } from "../store/artifacts.ts";

export default implement(listModelArtifacts, (ctx, input) => selectArtifacts(ctx.tx, ctx.workspaceId, input.loggedModelId, input));
