import { implement } from "../../../kernel/implement.ts";
import { listMirroredRuns } from "../contract/mirrors.ts";
import { selectMirroredRuns } from "../store/mirror-runs.ts";

export default implement(listMirroredRuns, (ctx, input) => selectMirroredRuns(ctx.tx, ctx.workspaceId, input));
