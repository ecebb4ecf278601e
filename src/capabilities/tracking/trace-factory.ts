import { randomBytes } from "node:crypto";
import type { InputFactories, World } from "../../../tests/world.ts";
import { createAssessment } from "./contract/assessments.ts";
import { createExperiment } from "./contract/experiments.ts";
import { createRun } from "./contract/runs.ts";
import { logSpans, type TracedSpan } from "./contract/spans.ts";
import { uploadTraceFile } from "./contract/trace-files.ts";
import { putTrace } from "./contract/traces.ts";

export function traceId(): string {
  return `tr-${randomBytes(16).toString("hex")}`;
}

export function spanId(): string {
  return randomBytes(8).toString("hex");
}

/** A span that began at 1 s and took 1 s, but for what is said. */
export function aSpan(of: Partial<TracedSpan> & { traceId: string }): TracedSpan {
  return {
    id: spanId(),
    parentId: null,
    name: "answer",
    type: "CHAIN",
    status: "OK",
    statusMessage: null,
    startNs: "1000000000",
    endNs: "2000000000",
    attributes: {},
    events: [],
    links: [],
    exact: {},
    ...of,
  };
}

export async function anExperiment(w: World): Promise<string> {
  return (await w.call(createExperiment, { projectId: w.projectId, name: w.unique() })).id;
}

/** A trace of one span in an experiment of its own. */
export async function aTrace(w: World): Promise<{ experimentId: string; traceId: string; spanId: string }> {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const span = aSpan({ traceId: id, attributes: { "mlflow.spanInputs": { question: "why" } } });
  await w.call(logSpans, { experimentId, spans: [span] });
  await w.call(putTrace, { experimentId, trace: { id, requestedAt: "2026-01-01T00:00:00.000Z", state: "OK", durationMs: 1000 } });
  return { experimentId, traceId: id, spanId: span.id };
}

async function anAssessment(w: World): Promise<{ traceId: string; assessmentId: string }> {
  const { traceId: id } = await aTrace(w);
  const { id: assessmentId } = await w.call(createAssessment, { traceId: id, assessment: { kind: "feedback", name: "correct", value: true } });
  return { traceId: id, assessmentId };
}

const ofTrace = async (w: World): Promise<{ traceId: string }> => ({ traceId: (await aTrace(w)).traceId });

export const traceInputs: InputFactories = {
  "traces.put": async (w) => ({ experimentId: await anExperiment(w), trace: { id: traceId(), requestedAt: "2026-01-01T00:00:00.000Z" } }),
  "traces.logSpans": async (w) => ({ experimentId: await anExperiment(w), spans: [aSpan({ traceId: traceId() })] }),
  "traces.get": ofTrace,
  "traces.search": async (w) => ({ projectId: w.projectId, filter: "status = 'OK' AND span.type = 'LLM'" }),
  "traces.tree": ofTrace,
  "traces.spans": ofTrace,
  "traces.span": async (w) => {
    const { traceId: id, spanId: span } = await aTrace(w);
    return { traceId: id, spanId: span };
  },
  "traces.setTags": async (w) => ({ ...(await ofTrace(w)), tags: { team: "risk" } }),
  "traces.deleteTags": async (w) => {
    const { traceId: id } = await aTrace(w);
    return { traceId: id, keys: ["mlflow.traceName"] };
  },
  "traces.delete": async (w) => {
    const { experimentId, traceId: id } = await aTrace(w);
    return { experimentId, traceIds: [id] };
  },
  "traces.link": async (w) => ({ runId: (await w.call(createRun, { projectId: w.projectId })).id, traceIds: [(await aTrace(w)).traceId] }),
  "traces.linkPrompts": async (w) => ({ ...(await ofTrace(w)), prompts: [{ name: "greeting", version: "1" }] }),
  "traces.links": ofTrace,
  "traces.metrics": async (w) => ({ projectId: w.projectId, view: "traces", metric: "trace_count", aggregations: [{ type: "COUNT" }] }),
  "traces.correlation": async (w) => ({ projectId: w.projectId, filter1: "status = 'OK'", filter2: "name = 'answer'" }),
  "traces.uploadArtifact": async (w) => ({ ...(await ofTrace(w)), path: "traces.json" }),
  "traces.artifacts": ofTrace,
  "traces.downloadArtifact": async (w) => {
    const { traceId: id } = await aTrace(w);
    await w.upload(uploadTraceFile, { traceId: id, path: "traces.json" }, "{}");
    return { traceId: id, path: "traces.json" };
  },
  "assessments.create": async (w) => ({ ...(await ofTrace(w)), assessment: { kind: "feedback", name: "correct", value: true } }),
  "assessments.get": anAssessment,
  "assessments.update": async (w) => ({ ...(await anAssessment(w)), rationale: "It says why." }),
  "assessments.delete": anAssessment,
};
