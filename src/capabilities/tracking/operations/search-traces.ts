import { implement } from "../../../kernel/implement.ts";
import { searchTraces } from "../contract/traces.ts";
import { selectTraces } from "../store/trace-search.ts";
import { searching } from "./trace-searching.ts";

export default implement(searchTraces, (ctx, input) => searching(() => selectTraces(ctx.tx, ctx.workspaceId, input)));
