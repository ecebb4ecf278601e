import { implement } from "../../../kernel/implement.ts";
import { listRecords } from "../contract/evaluation.ts";
import { selectRecords } from "../store/evaluation-records.ts";

export default implement(listRecords, (ctx, { evaluationId, ...page }) => selectRecords(ctx.tx, ctx.workspaceId, evaluationId, page));
