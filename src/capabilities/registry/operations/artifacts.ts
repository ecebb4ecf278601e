import type * as z from "zod";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { listArtifacts, type Artifact } from "../../tracking/contract/artifacts.ts";
import type { Run } from "../../tracking/contract/runs.ts";
import { Gate, Reference, Signature } from "../contract.ts";
import { graphNames } from "../providers/graph.ts";

/** Descriptions are small; a larger file is not one. */
const describedBytes = 16 * 1024 * 1024;

/** What a version takes over from its run, checked. */
export interface Made {
  format: "onnx" | "native";
  formatReason: string | null;
  signature: Signature;
  gate: Gate;
  graphKey: string | null;
  graphSha256: string | null;
  nativeKey: string | null;
  referenceKey: string;
  sizeBytes: number;
}

/** Reads and checks the model files of a run. @throws Refusal `checks_failed` naming the file that is missing or wrong. */
export async function readModelFiles(ctx: Ctx, run: Run): Promise<Made> {
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
