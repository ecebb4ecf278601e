import { Readable } from "node:stream";
import { abortUpload, completeUpload, openUpload, uploadPart } from "../../../capabilities/tracking/contract/uploads.ts";
import { upload } from "../../../kernel/transfer.ts";
import { mediaOf, ownerOf, safePath } from "./artifact-paths.ts";
import { lengthOf } from "./artifacts.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { invalid, MlflowError } from "./problems.ts";
import { int, list, message, nested, required, string } from "./proto.ts";

const proxy = { service: "mlflow-artifacts" } as const;
const mostParts = 10_000;

const Create = message({ path: required(string), num_parts: int });
const Part = message({ part_number: required(int), etag: string, url: string });
const Complete = message({ path: required(string), upload_id: required(string), parts: required(list(nested(Part))) });
const Abort = message({ path: required(string), upload_id: required(string) });

/** Large files in parts: their addresses are of this server too, so that any store of objects takes them. */
export function registerMultipart(d: Dialect): void {
  d.route("POST", "mpu/create/*", { ...proxy, message: Create }, async (a) => {
    const parts = a.message.num_parts ?? 1;
    if (parts < 1 || parts > mostParts) throw invalid(`Invalid value ${parts} for parameter 'num_parts' supplied: it must be between 1 and ${mostParts}.`);
    const { owner, path, at } = target(a, a.message.path);
    const { uploadId } = await a.call(openUpload, { ...owner, path, mediaType: mediaOf(path) });
    return { upload_id: uploadId, credentials: Array.from({ length: parts }, (_, i) => credential(a, at, uploadId, i + 1)) };
  });

  d.stream("PUT", "mpu/part/*", proxy, async (a) => {
    const { upload_id: uploadId, part } = a.request.query as Record<string, string>;
    const found = ownerOf(safePath(a.params["*"] ?? ""));
    if (!found) throw nobody();
    const input = { ...refOf(found.owner), uploadId, part: Number(part) };
    const file = { filename: null, sizeBytes: lengthOf(a) };
    const { sha256 } = (await upload(d.host.kernel, uploadPart.name, a.actor, input, a.request.raw, file, a.meta)) as { sha256: string };
    return a.reply.header("etag", `"${sha256}"`).send({});
  });

  d.route("POST", "mpu/complete/*", { ...proxy, message: Complete }, async (a) => {
    const { owner } = target(a, a.message.path);
    const parts = a.message.parts.map(({ part_number: part, etag = "" }) => ({ part, ...(etag !== "" && { sha256: etag.replaceAll('"', "") }) }));
    const input = { ...owner, uploadId: a.message.upload_id, parts };
    await upload(d.host.kernel, completeUpload.name, a.actor, input, Readable.from([]), { filename: null, sizeBytes: 0 }, a.meta);
    return {};
  });

  d.route("POST", "mpu/abort/*", { ...proxy, message: Abort }, async (a) => {
    const { owner } = target(a, a.message.path);
    await a.call(abortUpload, { ...owner, uploadId: a.message.upload_id });
    return {};
  });
}

/** Parts are sent without the client's own credentials, so it gets those it just used to send along. */
function credential(a: Asked, at: string, uploadId: string, part: number): object {
  const { authorization } = a.request.headers;
  const query = new URLSearchParams({ upload_id: uploadId, part: String(part) });
  return {
    url: `${a.request.protocol}://${a.request.host}/api/2.0/mlflow-artifacts/mpu/part/${at}?${query}`,
    part_number: part,
    headers: authorization === undefined ? {} : { Authorization: authorization },
  };
}

/** The file a folder in the address and a name in the message stand for; older clients name it by its path on their machine. */
function target(a: Asked, name: string): { owner: ReturnType<typeof refOf>; path: string; at: string } {
  const folder = safePath(a.params["*"] ?? "");
  const file = baseOf(safePath(baseOf(name)));
  if (file === "" || file === "." || file === "..") throw invalid("Invalid path");
  const found = ownerOf(folder);
  if (!found) throw nobody();
  const path = found.rest === "" ? file : `${found.rest}/${file}`;
  return { owner: refOf(found.owner), path, at: folder.split("/").map(encodeURIComponent).join("/") };
}

function baseOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? "";
}

function refOf(owner: { kind: string; id: string }): { runId: string } | { loggedModelId: string } {
  if (owner.kind === "run") return { runId: owner.id };
  if (owner.kind === "model") return { loggedModelId: owner.id };
  throw new MlflowError("NOT_IMPLEMENTED", "Multipart upload is not supported for the files of a trace");
}

function nobody(): MlflowError {
  return invalid("No run or logged model owns this path.\nArtifacts lie below <experiment>/<run>/artifacts or <experiment>/models/<model>/artifacts.");
}
