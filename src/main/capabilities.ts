import { datasetsCapability } from "../capabilities/datasets/capability.ts";
import { governanceCapability } from "../capabilities/governance/capability.ts";
import { identityCapability } from "../capabilities/identity/capability.ts";
import { integrationsCapability } from "../capabilities/integrations/capability.ts";
import { jobsCapability } from "../capabilities/jobs/capability.ts";
import { projectsCapability } from "../capabilities/projects/capability.ts";
import { servingCapability } from "../capabilities/serving/capability.ts";
import { trackingCapability } from "../capabilities/tracking/capability.ts";
import { registryCapability } from "../capabilities/registry/capability.ts";
import { trainingCapability } from "../capabilities/training/capability.ts";
import { monitoringCapability } from "../capabilities/monitoring/capability.ts";
import { assistantCapability } from "../capabilities/assistant/capability.ts";
import type { Capability } from "../kernel/ctx.ts";

/** Every capability of the product; adding one is adding its line. */
export const capabilities: readonly Capability[] = [
  identityCapability,
  projectsCapability,
  governanceCapability,
  jobsCapability,
  datasetsCapability,
  trackingCapability,
  servingCapability,
  registryCapability,
  trainingCapability,
  monitoringCapability,
  assistantCapability,
  integrationsCapability,
];
