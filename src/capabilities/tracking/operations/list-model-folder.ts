import { implement } from "../../../kernel/implement.ts";
import { listModelFolder } from "../contract/model-artifacts.ts";
import { selectFolder } from "../store/artifacts.ts";

export default implement(listModelFolder, (ctx, input) => selectFolder(ctx.tx, ctx.workspaceId, input.loggedModelId, input));
