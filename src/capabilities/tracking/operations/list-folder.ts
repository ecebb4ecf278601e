import { implement } from "../../../kernel/implement.ts";
import { listFolder } from "../contract/artifacts.ts";
import { selectFolder } from "../store/artifacts.ts";

export default implement(listFolder, (ctx, input) => selectFolder(ctx.tx, ctx.workspaceId, input.runId, input));
