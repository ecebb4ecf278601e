import { getConfig, setConfig } from "../../../capabilities/tracking/contract/config.ts";
import { createRun, deleteTags, getRun, setTags, updateRun, type Run } from "../../../capabilities/tracking/contract/runs.ts";
import { listStreams, readLines } from "../../../capabilities/tracking/contract/streams.ts";
import { projectShape } from "./artifact-shapes.ts";
import type { Asked } from "./asked.ts";
import { environmentOf, internalConfig, paramsOf } from "./config.ts";
import type { Args, Data, Resolver } from "./graphql.ts";
import { list, required, text } from "./input.ts";
import { orNull, WandbError } from "./problems.ts";
import { streams } from "./names.ts";

const tagPrefix = "wandb.tag.";

/** Tags of ours that the SDK's fields of a run become. */
const fields: Readonly<Record<string, string>> = {
  groupName: "wandb.group",
  jobType: "wandb.job_type",
  notes: "mlflow.note.content",
  description: "mlflow.note.content",
  commit: "mlflow.source.git.commit",
  jobRepo: "mlflow.source.git.repoURL",
  jobProgram: "mlflow.source.name",
  host: "wandb.host",
};

function tagsOf(input: Args): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [field, key] of Object.entries(fields)) {
    const value = text(input, field);
    if (value !== null) tags[key] = value.slice(0, 8000);
  }
  for (const tag of list(input, "tags") ?? []) tags[`${tagPrefix}${required({ tag }, "tag")}`.slice(0, 250)] = "true";
  return tags;
}

const tagsOfRun = (run: Run): string[] => Object.keys(run.tags).flatMap((key) => (key.startsWith(tagPrefix) ? [key.slice(tagPrefix.length)] : []));

const refused: Readonly<Record<string, string>> = {
  sweep: "Sweeps are not run by this server: start the script without the sweep.",
  state: "A run's state follows from what its script sends; it cannot be set.",
};

async function upsert(input: Args, asked: Asked): Promise<Data> {
  for (const [field, why] of Object.entries(refused)) if (text(input, field)) throw new WandbError(`${field} cannot be stored. ${why}`);
  const project = text(input, "modelName") ?? "uncategorized";
  const name = required(input, "name");
  const experiment = await asked.openExperiment(text(input, "entityName"), project);
  const runId = await asked.runId(project, name);
  const config = text(input, "config");
  const params = config === null ? {} : paramsOf(config);
  const environment = config === null ? { tags: {} } : environmentOf(config);
  const tags = { ...tagsOf(input), ...environment.tags };
  const displayName = text(input, "displayName") || null;
  const before = await orNull(asked.call(getRun, { runId }));
  let run = before;
  if (before?.deletedAt) throw new WandbError(`Run ${name} is deleted. Restore it on its page, or log to a run of another id.`);
  if (before) {
    const gone = list(input, "tags") === null ? [] : Object.keys(before.tags).filter((key) => key.startsWith(tagPrefix) && !(key in tags));
    if (gone.length > 0) await asked.call(deleteTags, { runId, keys: gone });
    if (Object.entries(tags).some(([key, value]) => before.tags[key] !== value)) await asked.call(setTags, { runId, tags });
    // The SDK tells when a script began only after it made the run; an offline one began long before.
    const earlier = environment.startedAt !== undefined && environment.startedAt < before.startedAt ? { startedAt: environment.startedAt } : {};
    const renamed = displayName !== null && displayName !== before.name ? { name: displayName.slice(0, 250) } : {};
    if ("startedAt" in earlier || "name" in renamed) run = await asked.call(updateRun, { runId, ...renamed, ...earlier });
  } else {
    run = await asked.call(createRun, {
      id: runId,
      projectId: experiment.projectId,
      experimentId: experiment.id,
      ...(displayName !== null && { name: displayName.slice(0, 250) }),
      ...(environment.startedAt !== undefined && { startedAt: environment.startedAt }),
      tags: { ...tags, "wandb.run_id": name },
    });
  }
  if (config !== null) await asked.call(setConfig, { runId, document: config, params });
  return { inserted: before === null, bucket: await bucketOf(asked, run ?? (await asked.call(getRun, { runId })), name, project, experiment.id) };
}

async function bucketOf(asked: Asked, run: Run, name: string, project: string, experimentId: string): Promise<Record<string, Data>> {
  return {
    id: run.id,
    name,
    displayName: run.name,
    description: run.tags["mlflow.note.content"] ?? null,
    notes: run.tags["mlflow.note.content"] ?? null,
    tags: tagsOfRun(run),
    config: null,
    sweepName: null,
    // Told to a script that does not resume, it would number its lines from there, and a second sync would add them again.
    historyLineCount: null,
    project: await projectShape(asked, project, experimentId),
  };
}

/** The last line of a stream as the SDK reads tails: JSON text of a list of lines. */
async function tail(asked: Asked, runId: string, stream: string): Promise<string> {
  const { items } = await asked.call(readLines, { runId, stream, order: "desc", limit: 1 });
  return JSON.stringify(items.map((line) => line.text));
}

async function resumable(name: string, project: string, experimentId: string, keys: readonly string[], asked: Asked): Promise<Data> {
  const runId = await asked.runId(project, name);
  const run = await orNull(asked.call(getRun, { runId }));
  if (!run || run.deletedAt) return null;
  const counts = Object.fromEntries((await asked.call(listStreams, { runId })).streams.map((s) => [s.stream, s.next]));
  const { document } = await asked.call(getConfig, { runId });
  const [summary] = (await asked.call(readLines, { runId, stream: streams.summary, limit: 1 })).items;
  return {
    ...(await bucketOf(asked, run, name, project, experimentId)),
    config: document ?? "{}",
    wandbConfig: internalConfig(document ?? "{}", keys),
    summaryMetrics: summary?.text ?? "{}",
    historyLineCount: counts[streams.history] ?? 0,
    eventsLineCount: counts[streams.events] ?? 0,
    logLineCount: counts[streams.output] ?? 0,
    historyTail: await tail(asked, runId, streams.history),
    eventsTail: await tail(asked, runId, streams.events),
  };
}

export const runMutations: Readonly<Record<string, Resolver<Asked>>> = {
  "mutation.upsertBucket": (args, asked) => upsert((args["input"] ?? {}) as Args, asked),
};

export const runQueries: Readonly<Record<string, Resolver<Asked>>> = {
  "query.model": async (args, asked) => {
    const project = required(args, "name");
    const experiment = await asked.experiment(text(args, "entityName"), project);
    const bucket = args[".bucket"] as Args | undefined;
    if (!experiment) return null;
    const keys = ((bucket?.[".wandbConfig"] as Args | undefined)?.["keys"] ?? []) as string[];
    return {
      ...(await projectShape(asked, project, experiment.id)),
      bucket: bucket ? await resumable(required(bucket, "name"), project, experiment.id, keys, asked) : null,
    };
  },
};
