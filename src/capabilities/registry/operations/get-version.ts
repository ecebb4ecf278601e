import { implement } from "../../../kernel/implement.ts";
import { getVersion } from "../contract/versions.ts";
import { aVersion } from "./found.ts";

export default implement(getVersion, async (ctx, { modelId, version }) => await aVersion(ctx, modelId, version));
