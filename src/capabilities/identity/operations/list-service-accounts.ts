import { implement } from "../../../kernel/implement.ts";
import { listServiceAccounts } from "../contract/service-accounts.ts";
import { listServiceAccounts as readServiceAccounts } from "../store/service-accounts.ts";

export default implement(listServiceAccounts, (ctx, input) => readServiceAccounts(ctx.tx, ctx.workspaceId, input));
