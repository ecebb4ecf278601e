import type * as z from "zod";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { listArtifacts, type Artifact } from "../../tracking/contract/artifacts.ts";
import type { Run } from "../../tracking/contract/runs.ts";
import { Gate, Reference, Signature } from "../contract/shapes.ts";
import type { Content } from "../store/versions.ts";
import { graphNames } from "../providers/graph.ts";

/** Descriptions are small; a larger file is not one. */
const describedBytes = 16 * 1024 * 1024;

type Made = Pick<Content, "format" | "formatReason" | "signature" | "gate" | "graphKey" | "graphSha256" | "nativeKey" | "referenceKey" | "sizeBytes">;

/** What a version of a trained run is made of. @throws Refusal `checks_failed` naming the file that is missing or wrong. */
export async function trainedContent(ctx: Ctx, run: Run): Promise<Content> {
  return {
    ...(await readModelFiles(ctx, run)),
    runId: run.id,
    runRef: null,
    loggedModelId: null,
    location: `runs:/${run.id.replaceAll("-", "")}/model`,
    algorithm: run.params["algorithm"] ?? null,
    metrics: metricsOf(run),
    datasetId: run.datasetId,
    datasetVersion: run.datasetVersion,
  };
}

/** Last values; the points of single folds stay with the run. */
export function metricsOf(run: Run): Record<string, number> {
  return Object.fromEntries(Object.entries(run.metrics).flatMap(([key, m]) => (m.last === null || key.startsWith("fold_") ? [] : [[key, m.last]])));
}

/** True where our trainer wrote the folder `model`. */
export async function hasTrained(ctx: Ctx, run: Run): Promise<boolean> {
  const { items } = await ctx.call(listArtifacts, { runId: run.id, prefix: "model/", limit: 1000 });
  const names = new Set(items.map((file) => file.path));
  return ["signature.json", "gate.json", "reference.json"].every((name) => names.has(`model/${name}`));
}

/** Bytes below a path of a run; null where nothing is there yet or more than is worth counting. */
export async function sizeOf(ctx: Ctx, run: Run, path: string): Promise<number | null> {
  const { items, nextCursor } = await ctx.call(listArtifacts, { runId: run.id, prefix: path === "" ? "" : `${path}/`, limit: 1000 });
  return items.length === 0 || nextCursor !== null ? null : items.reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** Reads and checks the model files of a run. */
async function readModelFiles(ctx: Ctx, run: Run): Promise<Made> {
  const { items } = await ctx.call(listArtifacts, { runId: run.id, prefix: "model/", limit: 1000 });
  const files = new Map(items.map((file) => [file.path.slice("model/".length), file]));
  if (files.size === 0)
    throw refuse(
      "checks_failed",
      `Run ${run.id} has no model files.`,
      "Register a run that trained a model: of a training, one of its candidates, not the parent.",
    );
  const signature = await described(ctx, files, run, "signature.json", Signature);
  const reference = await described(ctx, files, run, "reference.json", Reference);
  const gate = await described(ctx, files, run, "gate.json", Gate);
  for (const { name } of signature.inputs) if (!(name in reference.features)) throw wrong(run, "reference.json", `it has nothing about the input ${name}`);

  const graph = files.get("model.onnx");
  const native = files.get("native.joblib");
  const shared = { signature, gate, nativeKey: native?.key ?? null, referenceKey: need(files, run, "reference.json").key };
  if (graph && gate.passed) {
    await checkGraph(ctx, run, graph, signature);
    return { ...shared, format: "onnx", formatReason: null, graphKey: graph.key, graphSha256: graph.sha256, sizeBytes: graph.sizeBytes };
  }
  if (!native) throw wrong(run, "native.joblib", "without a graph that passed the gate it is needed, and it is missing");
  const formatReason = gate.reason ?? (graph ? "The export gate did not pass." : "No graph was exported.");
  return { ...shared, format: "native", formatReason, graphKey: null, graphSha256: null, sizeBytes: native.sizeBytes };
}

type Files = ReadonlyMap<string, Artifact>;

function need(files: Files, run: Run, name: string): Artifact {
  const file = files.get(name);
  if (!file) throw wrong(run, name, "it is missing");
  return file;
}

function wrong(run: Run, file: string, what: string) {
  return refuse("checks_failed", `Run ${run.id} cannot be registered: model/${file}: ${what}.`, "Train again, or log the corrected file on the run.");
}

async function described<T extends z.ZodType>(ctx: Ctx, files: Files, run: Run, name: string, schema: T): Promise<z.output<T>> {
  const file = need(files, run, name);
  if (file.sizeBytes > describedBytes) throw wrong(run, name, `${file.sizeBytes} bytes is more than a description has`);
  const chunks: Buffer[] = [];
  for await (const chunk of await ctx.services.objects.get(file.key)) chunks.push(chunk as Buffer);
  let content: unknown;
  try {
    content = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw wrong(run, name, "it is not JSON");
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw wrong(run, name, `${first?.path.join(".") || "the whole"}: ${first?.message ?? "not valid"}`);
}

/** The graph must take what the signature says and answer it. */
async function checkGraph(ctx: Ctx, run: Run, graph: Artifact, signature: Signature): Promise<void> {
  const names = await graphNames(await ctx.services.objects.localPath(graph.key)).catch((error: unknown) => {
    throw wrong(run, "model.onnx", error instanceof Error ? error.message : "it cannot be read");
  });
  const wanted = new Set(signature.inputs.map((input) => input.name));
  const missing = signature.inputs.find((input) => !names.inputs.includes(input.name));
  if (missing) throw wrong(run, "model.onnx", `the graph has no input ${missing.name}, which the signature names`);
  const extra = names.inputs.find((name) => !wanted.has(name));
  if (extra !== undefined) throw wrong(run, "model.onnx", `the graph asks for ${extra}, which the signature does not name`);
  const silent = signature.outputs.find((output) => !names.outputs.includes(output.name));
  if (silent) throw wrong(run, "model.onnx", `the graph has no output ${silent.name}, which the signature names`);
}
