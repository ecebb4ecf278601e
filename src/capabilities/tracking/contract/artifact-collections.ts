import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";

export const CollectionName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^/:\p{Cc}]+$/u, "no /, : or control characters");

export const ArtifactCollection = z.object({
  id: idOf("artifactCollection"),
  projectId: idOf("project"),
  experimentId: ExperimentId,
  type: z.string(),
  name: z.string(),
  versionCount: z.int(),
  createdAt: Timestamp,
});
export type ArtifactCollection = z.output<typeof ArtifactCollection>;

export const listArtifactCollections = operation({
  name: "artifactCollections.list",
  kind: "call",
  summary: "List named artifacts",
  http: { method: "GET", path: "/artifact-collections" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentId: ExperimentId.optional(),
    type: z.string().max(128).optional().meta({ description: "dataset, model … as whoever made it called it" }),
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    sort: z.enum(["name", "createdAt"]).default("name"),
    order: z.enum(["asc", "desc"]).default("asc"),
    ...pageInput,
  }),
  output: pageOf(ArtifactCollection),
  tool: { say: "List named, versioned artifacts of a project or experiment." },
});
