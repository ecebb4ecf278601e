import { implement } from "../../../kernel/implement.ts";
import { getModel } from "../contract/models.ts";
import { aModel } from "./found.ts";

export default implement(getModel, async (ctx, { modelId }) => await aModel(ctx, modelId));
