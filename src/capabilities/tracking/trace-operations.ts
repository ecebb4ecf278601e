import type { Capability } from "../../kernel/ctx.ts";
import createAssessment from "./operations/create-assessment.ts";
import deleteAssessment from "./operations/delete-assessment.ts";
import deleteTraceTags from "./operations/delete-trace-tags.ts";
import deleteTraces from "./operations/delete-traces.ts";
import downloadTraceFile from "./operations/download-trace-file.ts";
import getAssessment from "./operations/get-assessment.ts";
import getSpan from "./operations/get-span.ts";
import getTrace from "./operations/get-trace.ts";
import linkTracePrompts from "./operations/link-trace-prompts.ts";
import linkTraces from "./operations/link-traces.ts";
import listSpans from "./operations/list-spans.ts";
import listTraceFiles from "./operations/list-trace-files.ts";
import logSpans from "./operations/log-spans.ts";
import putTrace from "./operations/put-trace.ts";
import searchTraces from "./operations/search-traces.ts";
import setTraceTags from "./operations/set-trace-tags.ts";
import traceCorrelation from "./operations/trace-correlation.ts";
import traceLinks from "./operations/trace-links.ts";
import traceMetrics from "./operations/trace-metrics.ts";
import traceTree from "./operations/trace-tree.ts";
import updateAssessment from "./operations/update-assessment.ts";
import uploadTraceFile from "./operations/upload-trace-file.ts";
import { locateTrace } from "./store/traces.ts";

export const traceOperations: Capability["operations"] = [
  putTrace,
  logSpans,
  getTrace,
  searchTraces,
  traceTree,
  listSpans,
  getSpan,
  setTraceTags,
  deleteTraceTags,
  deleteTraces,
  linkTraces,
  linkTracePrompts,
  traceLinks,
  traceMetrics,
  traceCorrelation,
  uploadTraceFile,
  listTraceFiles,
  downloadTraceFile,
  createAssessment,
  getAssessment,
  updateAssessment,
  deleteAssessment,
];

export const traceResources: NonNullable<Capability["resources"]> = {
  trace: async (tx, ws, id) => {
    const found = await locateTrace(tx, ws, id);
    return found && { projectId: found.projectId, label: found.name ?? id, state: found.state };
  },
};
