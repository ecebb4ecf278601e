import { implement } from "../../../kernel/implement.ts";
import { listArtifacts } from "../contract/artifacts.ts";
import { selectArtifacts } from "../store/artifacts.ts";

export default implement(listArtifacts, (ctx, input) => selectArtifacts(ctx.tx, ctx.workspaceId, input.runId, input));
