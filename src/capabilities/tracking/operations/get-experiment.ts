import { implement } from "../../../kernel/implement.ts";
import { getExperiment } from "../contract/experiments.ts";
import { anExperiment } from "./found.ts";

export default implement(getExperiment, (ctx, input) => anExperiment(ctx, input.experimentId));
