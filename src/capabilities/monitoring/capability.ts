import type { Capability } from "../../kernel/ctx.ts";
import { simulate as simulateJob } from "./jobs/simulate.ts";
import advice from "./operations/advice.ts";
import compare from "./operations/compare.ts";
import current from "./operations/current.ts";
import drift from "./operations/drift.ts";
import retrain from "./operations/retrain.ts";
import simulate from "./operations/simulate.ts";
import traffic from "./operations/traffic.ts";
import watch from "./operations/watch.ts";
import { en } from "./phrases/en.ts";

export const monitoringCapability: Capability = {
  name: "monitoring",
  nouns: ["monitoring"],
  operations: [current, drift, traffic, simulate, advice, retrain, compare, watch],
  jobs: [simulateJob],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
