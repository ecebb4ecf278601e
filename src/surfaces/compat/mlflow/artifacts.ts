import { getRun } from "../../../capabilities/tracking/contract/runs.ts";
import { attachment, mediaOf, ownerOf, safePath, type Owner } from "./artifact-paths.ts";
import { children, fileInfo, open, remove, store } from "./artifact-store.ts";
import { sendError, type Asked, type Dialect } from "./dialect.ts";
import { hex, runUuid } from "./ids.ts";
import { invalid, MlflowError } from "./problems.ts";
import { message, required, string, unset } from "./proto.ts";
import { named } from "./runs.ts";
import { below } from "./shapes.ts";

const proxy = { service: "mlflow-artifacts" } as const;
const uiUploadBytes = 10 * 1024 * 1024;

export function registerArtifacts(d: Dialect): void {
  d.route("GET", "artifacts/list", { message: message({ run_id: required(string), path: string, page_token: string }) }, async (a) => {
    const runId = runUuid(a.message.run_id);
    const folder = safePath(a.message.path ?? "");
    const run = await named(a.message.run_id, () => a.call(getRun, { runId }));
    const place = await a.experiments.placeOf(a, run.experimentId);
    const entries = await children(a, { kind: "run", id: runId }, folder);
    return unset({
      root_uri: below(place, `${hex(runId)}/artifacts`),
      files: entries.map((e) => fileInfo(e, folder === "" ? e.name : `${folder}/${e.name}`)),
    });
  });

  d.route("GET", "artifacts", { ...proxy, message: message({ path: string }) }, async (a) => {
    const at = ownerOf(safePath(a.message.path ?? ""));
    const entries = at ? await children(a, at.owner, at.rest) : [];
    return unset({ files: entries.map((e) => fileInfo(e, e.name)) });
  });

  d.stream("GET", "artifacts/*", proxy, (a) => {
    const { owner, rest } = fileOf(a);
    return send(d, a, owner, rest);
  });

  d.stream("PUT", "artifacts/*", proxy, async (a) => {
    const { owner, rest } = fileOf(a);
    await store(d, a, owner, rest, a.request.raw, lengthOf(a));
    return {};
  });

  d.stream("DELETE", "artifacts/*", proxy, async (a) => {
    const { owner, rest } = fileOf(a);
    await remove(a, owner, rest);
    return {};
  });

  d.stream("GET", "presigned/*", proxy, async () => {
    throw new MlflowError("NOT_IMPLEMENTED", "Presigned download is not supported for the current artifact repository");
  });
  for (const path of ["artifacts/presigned-upload-url", "artifacts/presigned-download-url"])
    d.stream("POST", path, {}, async () => {
      throw new MlflowError("NOT_IMPLEMENTED", "Presigned URLs are not supported for the current artifact repository");
    });

  d.json.get("/get-artifact", async (request, reply) => {
    try {
      const a = await d.asked(request, reply);
      const { run_id: run, run_uuid: uuid, path } = request.query as Record<string, string>;
      return await send(d, a, { kind: "run", id: runUuid(given(run ?? uuid, "run_id")) }, safePath(given(path, "path")));
    } catch (error) {
      return sendError(d.host, error, request, reply);
    }
  });

  d.stream("POST", "upload-artifact", { ajaxOnly: true }, async (a) => {
    const { run_id: run, run_uuid: uuid, path } = a.request.query as Record<string, string>;
    const runText = run ?? uuid ?? "";
    if (runText === "") throw invalid("Request must specify run_id or run_uuid.");
    if (path === undefined || path === "") throw invalid("Request must specify path.");
    const at = safePath(path);
    const size = lengthOf(a);
    if (size === 0) throw invalid("Request must specify data.");
    if (size === null || size > uiUploadBytes) throw invalid("Artifact size is too large. Max size is 10MB.");
    const id = runUuid(runText);
    await named(runText, () => store(d, a, { kind: "run", id }, at, a.request.raw, size));
    return a.reply.type("application/json").send("");
  });
}

/** A file is always handed over as an attachment, so that no page of it runs on this origin. */
export async function send(d: Dialect, a: Asked, owner: Owner, path: string): Promise<object> {
  const file = await open(d, a, owner, path);
  void a.reply.header("content-disposition", attachment(path)).header("x-content-type-options", "nosniff").type(mediaOf(path));
  if (file.sizeBytes !== null) void a.reply.header("content-length", file.sizeBytes);
  return a.reply.send(file.body);
}

function given(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw invalid(`Missing value for required parameter '${name}'.`);
  return value;
}

/** The file a path of the proxy names. */
function fileOf(a: Asked): { owner: Owner; rest: string } {
  const at = ownerOf(safePath(a.params["*"] ?? ""));
  if (at && at.rest !== "") return at;
  throw new MlflowError(
    a.request.method === "PUT" ? "INVALID_PARAMETER_VALUE" : "RESOURCE_DOES_NOT_EXIST",
    "No run, logged model or trace owns this path.\nArtifacts lie below <experiment>/<run>/artifacts, <experiment>/models/<model>/artifacts or <experiment>/traces/<trace>/artifacts.",
  );
}

export function lengthOf(a: Asked): number | null {
  const text = a.request.headers["content-length"];
  return text === undefined ? null : Number(text);
}
