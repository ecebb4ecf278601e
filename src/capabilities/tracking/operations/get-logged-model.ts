import { implement } from "../../../kernel/implement.ts";
import { getLoggedModel } from "../contract/models.ts";
import { needModel } from "../live-model.ts";

export default implement(getLoggedModel, (ctx, input) => needModel(ctx, input.loggedModelId, input.deleted));
