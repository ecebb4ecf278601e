import { implement } from "../../../kernel/implement.ts";
import { getRun } from "../contract/runs.ts";
import { aRun } from "./found.ts";

export default implement(getRun, (ctx, { runId }) => aRun(ctx, runId));
