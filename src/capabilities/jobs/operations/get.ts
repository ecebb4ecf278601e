import { implement } from "../../../kernel/implement.ts";
import { getJob } from "../contract.ts";
import { shown } from "./shown.ts";

export default implement(getJob, (ctx, input) => shown(ctx, input.jobId));
