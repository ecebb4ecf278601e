import { identityCapability } from "../capabilities/identity/capability.ts";
import { projectsCapability } from "../capabilities/projects/capability.ts";
import type { Capability } from "../kernel/ctx.ts";

/** Every capability of the product; adding one is adding its line. */
export const capabilities: readonly Capability[] = [
  identityCapability,
  projectsCapability,
];
