import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { listProjects } from "../../../capabilities/projects/contract.ts";
import { getRun, listRuns, type Run } from "../../../capabilities/tracking/contract/runs.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Actor } from "../../../kernel/ports.ts";
import { metaOf, type HttpHost } from "../../http/rest.ts";
import { callAs, type Call } from "../acting.ts";

/** What a script may rely on; a metric the run never logged is null. */
const named = ["precision_at_10", "recall_at_10", "f1_score", "rmse", "mae", "ndcg_at_10", "train_loss", "val_loss"] as const;
const statuses = { queued: "running", running: "running", finished: "completed", failed: "failed", cancelled: "failed" } as const;
const comparedAtMost = 100;

const List = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(50), cursor: z.string().optional(), project: z.string().optional() });
const Compare = z.object({ experiment_ids: z.union([z.string(), z.array(z.string())]) });

interface Acting {
  actor: Actor | null;
  call: Call;
}

export function registerExperiments(app: FastifyInstance, host: HttpHost): void {
  async function acting(request: FastifyRequest): Promise<Acting> {
    const actor = await host.authenticate(request);
    return {
      actor,
      call: callAs(host, actor, metaOf(request, "compat"), "Approve the request, then ask again."),
    };
  }

  app.get("/api/experiments", async (request) => {
    const { limit, cursor, project } = query(List, request);
    const a = await acting(request);
    const projectId = project === undefined ? a.actor?.defaultProjectId : await projectOf(a, project);
    const page = await a.call(listRuns, { limit, ...(cursor !== undefined && { cursor }), ...(projectId !== undefined && { projectId }) });
    return { experiments: page.items.map(shown), next_cursor: page.nextCursor };
  });

  app.get<{ Params: { id: string } }>("/api/experiments/:id", async (request) => {
    const a = await acting(request);
    return shown(await a.call(getRun, { runId: request.params.id }));
  });

  app.get("/api/metrics/comparison", async (request) => {
    const { experiment_ids: given } = query(Compare, request);
    const ids = [...new Set([given].flat().flatMap((text) => text.split(",")))].map((id) => id.trim()).filter((id) => id !== "");
    if (ids.length < 2 || ids.length > comparedAtMost)
      throw refuse("invalid_input", `experiment_ids names ${ids.length} experiments.`, `Name 2 to ${comparedAtMost}, with commas between them.`);
    const a = await acting(request);
    const experiments = (await Promise.all(ids.map((runId) => a.call(getRun, { runId })))).map(shown);
    const keys = [...new Set([...named, ...experiments.flatMap((e) => Object.keys(e.metrics))])];
    const comparison = Object.fromEntries(
      keys.map((key) => [key, Object.fromEntries(experiments.map((e) => [e.id, Object.hasOwn(e.metrics, key) ? e.metrics[key] : null]))]),
    );
    return { experiments, comparison };
  });
}

/** A project by its id or its name. */
async function projectOf(a: Acting, text: string): Promise<string> {
  if (z.uuid().safeParse(text).success) return text;
  const { items } = await a.call(listProjects, { q: text, limit: 1000 });
  const found = items.find((p) => p.name === text);
  if (!found) throw refuse("not_found", `There is no project ${text} here.`, "GET /api/v1/projects lists those you can see.");
  return found.id;
}

interface Shown {
  id: string;
  experiment_name: string;
  status: string;
  parameters: Record<string, string>;
  metrics: Record<string, number | null>;
  timestamp: string;
  completed_at: string | null;
  mlflow_run_id: string;
  wandb_run_id: string | null;
  error?: string;
}

function shown(run: Run): Shown {
  const metrics: Record<string, number | null> = Object.fromEntries(named.map((key) => [key, null]));
  for (const [key, summary] of Object.entries(run.metrics)) metrics[key] = summary.last;
  return {
    id: run.id,
    experiment_name: run.name,
    status: statuses[run.status],
    parameters: run.params,
    metrics,
    timestamp: run.startedAt,
    completed_at: run.endedAt,
    mlflow_run_id: run.id.replaceAll("-", ""),
    wandb_run_id: run.tags["wandb.run_id"] ?? null,
    ...(run.error !== null && { error: run.error }),
  };
}

function query<T extends z.ZodObject>(schema: T, request: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw refuse("invalid_input", `${fields[0]?.path ?? "The query"}: ${fields[0]?.message ?? "not valid"}.`, "Correct the named parameters.", { fields });
}
