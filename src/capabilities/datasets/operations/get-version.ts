import { implement } from "../../../kernel/implement.ts";
import { getVersion } from "../contract.ts";
import { needVersion } from "../store/versions.ts";

export default implement(getVersion, (ctx, { datasetId, version }) => needVersion(ctx.tx, ctx.workspaceId, datasetId, version));
