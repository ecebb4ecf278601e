import { implement } from "../../../kernel/implement.ts";
import { listVersions as spec } from "../contract.ts";
import { listVersions } from "../store/versions.ts";

export default implement(spec, (ctx, input) => listVersions(ctx.tx, ctx.workspaceId, input));
