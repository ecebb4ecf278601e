import type { Run } from "../../tracking/contract/runs.ts";
import { ask, Away, beginning, jsonOf, RunRefused, type Point, type Provider, type RunToCopy, type Target } from "./outside.ts";

const history = "wandb-history.jsonl";
const summaryFile = "wandb-summary.json";

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String, $notes: String,
  $config: JSONString, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName, notes: $notes,
    config: $config, tags: $tags}) {
    bucket { id name displayName project { id name entity { id name } } }
    inserted
  }
}`;

const createFiles = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID
    uploadHeaders
    files { name uploadUrl }
  }
}`;

const base = (target: Target): string => target.url.replace(/\/+$/, "");
/** W&B's form of a run id. */
const idOf = (run: Run): string => run.id.replaceAll("-", "");
const projectOf = (target: Target): string => (target.outsideProject ?? target.projectName).replaceAll(/[/\\#?%:]/g, "-").slice(0, 128);

function headers(target: Target): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(target.token !== null && { authorization: `Basic ${Buffer.from(`api:${target.token}`).toString("base64")}` }),
  };
}

async function post(target: Target, path: string, message: object): Promise<Record<string, unknown>> {
  const answer = await ask(target, { method: "POST", url: `${base(target)}${path}`, headers: headers(target), body: JSON.stringify(message) });
  const body = jsonOf(answer);
  const said = beginning(answer);
  if (answer.status === 401 || answer.status === 403)
    throw new Away(`It refuses our API key with ${answer.status}: ${said.replace(/\.$/, "")}. Give the mirror a key that may write there.`);
  if (answer.status === 400 || answer.status === 409 || answer.status === 422) throw new RunRefused(`${path}: ${said}`);
  if (answer.status !== 200 || !body) {
    const wait = Number(answer.headers["retry-after"]);
    throw new Away(`It answers ${path} with ${answer.status}: ${said}`, Number.isFinite(wait) && wait > 0 ? wait : null);
  }
  return body;
}

async function graphql(target: Target, query: string, variables: object): Promise<Record<string, unknown>> {
  const body = await post(target, "/graphql", { query, variables });
  const [error] = (body["errors"] as { message: string }[] | undefined) ?? [];
  if (error) throw new RunRefused(error.message.slice(0, 500));
  return body["data"] as Record<string, unknown>;
}

/** The user or team the runs belong to; a key knows its own. */
async function entityOf(target: Target): Promise<string> {
  if (target.entity !== null && target.entity !== "") return target.entity;
  const { viewer } = (await graphql(target, "query Viewer { viewer { id entity } }", {})) as { viewer: { entity: string } | null };
  if (!viewer) throw new Away("It does not know our API key. Give the mirror a key of its own.");
  return viewer.entity;
}

async function stream(target: Target, copy: RunToCopy, message: object): Promise<void> {
  const [entity, project] = (copy.held.outsideId ?? "").split("/");
  await post(target, `/files/${encodeURIComponent(entity ?? "")}/${encodeURIComponent(project ?? "")}/${idOf(copy.run)}/file_stream`, message);
}

/** W&B keeps a parameter as a number where it is one. */
function valueOf(text: string): unknown {
  if (text === "true" || text === "false" || (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && text.length <= 15)) return JSON.parse(text) as unknown;
  return text;
}

const special = (value: number): number | string => (Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");

/** One line per step, as a script that logs its metrics together writes it. */
export function linesOf(points: readonly Point[]): string[] {
  const lines: Record<string, unknown>[] = [];
  let step: number | null = null;
  for (const point of points) {
    if (point.key === "_step" || point.key === "_timestamp") continue;
    let line = lines.at(-1);
    if (line === undefined || step !== point.step || point.key in line) {
      line = { _step: point.step, _timestamp: point.atMs / 1000 };
      lines.push(line);
      step = point.step;
    }
    line[point.key] = special(point.value);
  }
  return lines.map((line) => JSON.stringify(line));
}

function summaryOf(run: Run): string {
  const last = Object.entries(run.metrics).flatMap(([key, m]) => (m.last === null ? [] : [[key, m.last] as const]));
  const step = Math.max(0, ...Object.values(run.metrics).map((m) => m.lastStep));
  return JSON.stringify({ ...Object.fromEntries(last), _step: step });
}

/** W&B's GraphQL and file stream: a run has an id of ours, lines have numbers, so what comes twice is written once. */
export const wandb: Provider = {
  order: "step",
  batch: 2000,
  page: 50_000,
  silenceS: 60,
  async putRun(target, { run, experimentName, held }) {
    const [heldEntity] = held.outsideId?.split("/") ?? [];
    const entity = heldEntity ?? (await entityOf(target));
    const project = projectOf(target);
    const config = Object.fromEntries(Object.entries(run.params).map(([key, value]) => [key, { value: valueOf(value), desc: null }]));
    const tags = Object.entries(run.tags).filter(([key]) => !key.startsWith("mlflow."));
    const answer = await graphql(target, upsert, {
      name: idOf(run),
      project,
      entity,
      groupName: experimentName,
      displayName: run.name,
      notes: run.tags["mlflow.note.content"] ?? "",
      config: JSON.stringify(config),
      tags: tags.map(([key, value]) => `${key}:${value}`.slice(0, 64)),
    });
    const { bucket } = answer["upsertBucket"] as { bucket: { project: { name: string; entity: { name: string } } } };
    const at = [bucket.project.entity.name, bucket.project.name];
    return { outsideId: [...at, idOf(run)].join("/"), outsideUrl: pageOf(target, at, run), outsideExperiment: null, tagKeys: [] };
  },
  async putPoints(target, copy, points) {
    const content = linesOf(points);
    await stream(target, copy, { files: { [history]: { offset: copy.held.lines, content } } });
    return content.length;
  },
  async putFile(target, copy, file) {
    const [entity, project] = (copy.held.outsideId ?? "").split("/");
    const answer = await graphql(target, createFiles, { entity, project, run: idOf(copy.run), files: [file.path] });
    const { files, uploadHeaders } = answer["createRunFiles"] as { files: { uploadUrl: string }[]; uploadHeaders: string[] };
    const [first] = files;
    if (!first) throw new RunRefused(`File ${file.path}: no address to upload to was answered.`);
    const more = uploadHeaders.map((text) => [text.slice(0, text.indexOf(":")).toLowerCase(), text.slice(text.indexOf(":") + 1)] as const);
    const url = new URL(first.uploadUrl, `${base(target)}/`);
    const sent = await ask(target, {
      method: "PUT",
      url: url.href,
      headers: { "content-type": file.mediaType, "content-length": String(file.sizeBytes), ...Object.fromEntries(more) },
      body: await file.open(),
      timeoutMs: 600_000,
    });
    if (sent.status >= 200 && sent.status < 300) return;
    if (sent.status >= 500 || sent.status === 429) throw new Away(`It answers the file ${file.path} with ${sent.status}: ${beginning(sent)}`);
    throw new RunRefused(`File ${file.path}: ${beginning(sent)}`);
  },
  async settle(target, copy) {
    const { run } = copy;
    const files = Object.keys(run.metrics).length > 0 ? { [summaryFile]: { offset: 0, content: [summaryOf(run)] } } : {};
    const ended = run.endedAt !== null && run.status !== "running" && run.status !== "queued";
    await stream(target, copy, { files, ...(ended && { complete: true, exitcode: run.status === "finished" ? 0 : 1 }) });
  },
  beat: (target, copy) => stream(target, copy, {}),
};

/** The page of a run; the cloud's pages stand at another host than its API. */
function pageOf(target: Target, at: readonly string[], run: Run): string {
  const root = base(target).replace("://api.wandb.ai", "://wandb.ai");
  return `${root}/${at.map(encodeURIComponent).join("/")}/runs/${idOf(run)}`;
}
