import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const MirrorId = idOf("mirror");
export const MirrorKind = z.enum(["mlflow", "wandb"]);
export type MirrorKind = z.output<typeof MirrorKind>;

/** What a person chooses; where a token comes from is said apart. */
const settings = {
  name: z.string().min(1).max(120).regex(/\S/, "needs a visible character"),
  url: z.string().min(1).max(2000).meta({ description: "MLflow: the tracking URI; W&B: the base address, https://api.wandb.ai for its cloud" }),
  username: z.string().max(200).meta({ description: "MLflow: user name of Basic auth; without it the token goes as Bearer" }),
  entity: z.string().max(200).meta({ description: "W&B: user or team; default: the key's own" }),
  outsideProject: z.string().max(128).meta({ description: "W&B: project that takes the runs; default: the name of the project here" }),
  experimentIds: z.array(idOf("experiment")).max(200).meta({ description: "Only runs of these experiments; empty: all of the project" }),
  artifacts: z.boolean().meta({ description: "Copy artifacts too" }),
};
const token = z.string().min(1).max(4000).meta({ writeOnly: true, format: "password", description: "Token, password or API key; never shown again" });
const secretName = z.string().max(120).meta({ description: "Use this secret of the workspace instead of a token of its own" });

export const Mirror = z.object({
  id: MirrorId,
  projectId: idOf("project"),
  name: z.string(),
  kind: MirrorKind,
  url: z.string(),
  username: z.string().nullable(),
  entity: z.string().nullable(),
  outsideProject: z.string().nullable(),
  experimentIds: z.array(idOf("experiment")),
  artifacts: z.boolean(),
  /** Null: nothing is sent with requests. */
  secretName: z.string().nullable(),
  /** `failing`: the outside system does not take what is sent; it is tried again. */
  state: z.enum(["active", "failing", "paused"]),
  failingSince: Timestamp.nullable(),
  error: z.string().nullable(),
  nextTryAt: Timestamp.nullable(),
  /** Runs from before the mirror was made. */
  history: z.enum(["none", "copying", "copied"]),
  historyLeft: z.int(),
  runs: z.int(),
  runsFailed: z.int(),
  points: z.int(),
  lastSentAt: Timestamp.nullable(),
  createdBy: z.string(),
  createdAt: Timestamp,
});
export type Mirror = z.output<typeof Mirror>;

export const MirroredRun = z.object({
  runId: idOf("run"),
  name: z.string(),
  /** Where it stands outside; null until it was made there. */
  outsideId: z.string().nullable(),
  outsideUrl: z.string().nullable(),
  state: z.enum(["waiting", "copied", "failed"]),
  error: z.string().nullable(),
  points: z.int(),
  artifacts: z.int(),
  updatedAt: Timestamp,
});
export type MirroredRun = z.output<typeof MirroredRun>;

const onMirror = (i: { mirrorId: string }) => ({ mirror: i.mirrorId });
const one = z.object({ mirrorId: MirrorId });
const write = { kind: "call", effect: "write", permission: { action: "mirror:write", on: onMirror }, audit: { redact: [] } } as const;
const read = { kind: "call", effect: "read", idempotent: true, audit: { redact: [] } } as const;

export const createMirror = operation({
  ...write,
  name: "mirrors.create",
  summary: "Copy runs of a project to an outside MLflow or W&B server from now on",
  http: { method: "POST", path: "/mirrors" },
  idempotent: false,
  permission: { action: "mirror:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: ["token"] },
  errors: ["not_found", "conflict", "unavailable"],
  secretOutput: true,
  input: z.object({
    projectId: idOf("project"),
    kind: MirrorKind,
    name: settings.name,
    url: settings.url,
    username: settings.username.optional(),
    entity: settings.entity.optional(),
    outsideProject: settings.outsideProject.optional(),
    experimentIds: settings.experimentIds.default([]),
    artifacts: settings.artifacts.default(true),
    token: token.optional(),
    secretName: secretName.optional(),
    history: z.boolean().default(false).meta({ description: "Copy the runs that exist already as well" }),
  }),
  output: Mirror,
});

export const listMirrors = operation({
  ...read,
  name: "mirrors.list",
  summary: "List mirrors to outside tracking servers",
  http: { method: "GET", path: "/mirrors" },
  permission: { action: "mirror:read", on: (i) => ({ project: i.projectId }) },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    q: z.string().max(200).optional().meta({ description: "Part of name or address" }),
    kind: MirrorKind.optional(),
    sort: z.enum(["name", "createdAt"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Mirror),
});

export const getMirror = operation({
  ...read,
  name: "mirrors.get",
  summary: "Show a mirror",
  http: { method: "GET", path: "/mirrors/{mirrorId}" },
  permission: { action: "mirror:read", on: onMirror },
  errors: ["not_found"],
  input: one,
  output: Mirror,
});

export const mirrorStatus = operation({
  ...read,
  name: "mirrors.status",
  summary: "How far a mirror is behind: points, runs and artifacts not sent yet, and seconds",
  http: { method: "GET", path: "/mirrors/{mirrorId}/status" },
  permission: { action: "mirror:read", on: onMirror },
  errors: ["not_found"],
  input: one,
  output: z.object({
    mirror: Mirror,
    pointsBehind: z.int().meta({ description: "Counted up to 100,000" }),
    runsBehind: z.int().meta({ description: "Runs with something not sent yet" }),
    artifactsBehind: z.int(),
    secondsBehind: z.number().meta({ description: "Since the last moment when nothing was left to send; 0 when nothing is" }),
  }),
});

export const listMirroredRuns = operation({
  ...read,
  name: "mirrors.runs",
  summary: "List the runs a mirror holds, with where they stand outside and what was refused",
  http: { method: "GET", path: "/mirrors/{mirrorId}/runs" },
  permission: { action: "mirror:read", on: onMirror },
  errors: ["not_found"],
  input: z.object({ mirrorId: MirrorId, failed: z.boolean().default(false).meta({ description: "Only those with something refused" }), ...pageInput }),
  output: pageOf(MirroredRun),
});

export const updateMirror = operation({
  ...write,
  name: "mirrors.update",
  summary: "Change a mirror; another address needs its token again",
  http: { method: "PATCH", path: "/mirrors/{mirrorId}" },
  idempotent: true,
  audit: { redact: ["token"] },
  errors: ["not_found", "conflict", "unavailable"],
  input: z.object({
    mirrorId: MirrorId,
    name: settings.name.optional(),
    url: settings.url.optional(),
    username: settings.username.optional(),
    artifacts: settings.artifacts.optional(),
    token: token.optional(),
    secretName: secretName.optional(),
  }),
  output: Mirror,
});

export const pauseMirror = operation({
  ...write,
  name: "mirrors.pause",
  summary: "Stop sending; what happens meanwhile is sent after it is resumed",
  http: { method: "POST", path: "/mirrors/{mirrorId}/pause" },
  idempotent: true,
  errors: ["not_found"],
  input: one,
  output: Mirror,
});

export const resumeMirror = operation({
  ...write,
  name: "mirrors.resume",
  summary: "Send again, at once, from where it stopped",
  http: { method: "POST", path: "/mirrors/{mirrorId}/resume" },
  idempotent: true,
  errors: ["not_found"],
  input: one,
  output: Mirror,
});

export const copyHistory = operation({
  ...write,
  name: "mirrors.copyHistory",
  summary: "Copy the runs that are older than the mirror, and once more those that were refused",
  http: { method: "POST", path: "/mirrors/{mirrorId}/history" },
  idempotent: true,
  errors: ["not_found"],
  input: one,
  output: z.object({ mirror: Mirror, runs: z.int().meta({ description: "Runs put in line" }) }),
});

export const removeMirror = operation({
  ...write,
  name: "mirrors.remove",
  summary: "Remove a mirror and its token; what it copied stays outside",
  http: { method: "DELETE", path: "/mirrors/{mirrorId}" },
  effect: "destructive",
  idempotent: false,
  errors: ["not_found"],
  input: one,
  output: z.object({ id: MirrorId }),
  tool: { say: "Remove a mirror to an outside tracking server.", confirm: (i) => `Remove mirror ${i.mirrorId}; what it copied stays outside` },
});
