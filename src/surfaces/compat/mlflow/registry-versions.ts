import { promoteModel } from "../../../capabilities/registry/contract/stages.ts";
import type { ModelVersion, VersionSummary } from "../../../capabilities/registry/contract/shapes.ts";
import {
  createVersion,
  deleteVersion,
  deleteVersionTags,
  searchVersions,
  setVersionTags,
  updateVersion,
} from "../../../capabilities/registry/contract/versions.ts";
import { getLoggedModel, setLoggedModelTags } from "../../../capabilities/tracking/contract/models.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { ownerOf, safePath } from "./artifact-paths.ts";
import { send } from "./artifacts.ts";
import { sendError, type Asked, type Dialect } from "./dialect.ts";
import { modelId, uuidOf } from "./ids.ts";
import { invalid, invalidValue, missing, MlflowError } from "./problems.ts";
import { bool, int, list, message, required, string, unset } from "./proto.ts";
import { checkTag } from "./registry-checks.ts";
import { modelNamed, noVersion, orElse, versionAt, versionNamed } from "./registry-found.ts";
import { stageOf, tagList, tagsOf, text, versionMessage, versionNumber } from "./registry-shapes.ts";
import { experimentRoot } from "./shapes.ts";
import { cursorToken, openCursor } from "./tokens.ts";

const Version = { name: required(string), version: required(text) };
const mostVersions = 200_000;
const pageOfVersions = 10_000;

const Create = message({
  name: required(string),
  source: required(string),
  run_id: string,
  run_link: string,
  description: string,
  model_id: string,
  tags: tagList,
});

/** Model versions: their stages, tags and files. */
export function registerVersions(d: Dialect): void {
  d.route("POST", "model-versions/create", { message: Create }, async (a) => {
    const { name, source, run_id: run, run_link: runLink, description, model_id: loggedModel } = a.message;
    const { id } = await modelNamed(a, name);
    const tags = tagsOf(a.message.tags);
    for (const [key, value] of Object.entries(tags)) checkTag(key, value);
    const made = await a.call(createVersion, {
      modelId: id,
      source,
      tags,
      ...(run !== undefined && run !== "" && { run }),
      ...(loggedModel !== undefined && loggedModel !== "" && { loggedModel }),
      ...(runLink !== undefined && { runLink }),
      ...(description !== undefined && { description }),
    });
    if (made.loggedModelId !== null) await noteOn(a, made.loggedModelId, made);
    return { model_version: versionMessage(made) };
  });

  d.route("GET", "model-versions/get", { message: message(Version) }, async (a) => ({
    model_version: versionMessage(await versionNamed(a, a.message.name, a.message.version)),
  }));

  d.route("PATCH", "model-versions/update", { message: message({ ...Version, description: string }) }, async (a) => {
    const { name, version, description = "" } = a.message;
    return { model_version: versionMessage(await act(a, name, version, async (at) => await a.call(updateVersion, { ...at, description }))) };
  });

  d.route("DELETE", "model-versions/delete", { message: message(Version) }, async (a) => {
    await act(a, a.message.name, a.message.version, async (at) => await a.call(deleteVersion, at));
    return {};
  });

  d.route(
    "POST",
    "model-versions/transition-stage",
    { message: message({ ...Version, stage: required(string), archive_existing_versions: bool }), conflict: "INVALID_STATE" },
    async (a) => {
      const { name, version, archive_existing_versions: archive = false } = a.message;
      const stage = stageOf(a.message.stage);
      if (archive && stage !== "staging" && stage !== "production")
        throw invalid(
          `Model version transition cannot archive existing model versions because '${a.message.stage}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
        );
      const moved = await act(a, name, version, async (at) => await a.call(promoteModel, { ...at, stage, keepExisting: !archive }));
      return { model_version: versionMessage(moved) };
    },
  );

  d.route(
    ["GET", "POST"],
    "model-versions/search",
    { message: message({ filter: string, max_results: int, order_by: list(string), page_token: string }) },
    async (a) => {
      const { filter, max_results: wanted = pageOfVersions, order_by: orderBy = [] } = a.message;
      if (wanted > mostVersions || wanted < 1) throw invalidValue("max_results", wanted, `It must be between 1 and ${mostVersions}.`);
      const projectId = await a.projectId();
      const found: VersionSummary[] = [];
      let cursor = openCursor(a.message.page_token) ?? null;
      do {
        const limit = Math.min(1000, wanted - found.length);
        const page = await a.call(searchVersions, { projectId, limit, orderBy, ...(filter !== undefined && { filter }), ...(cursor !== null && { cursor }) });
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null && found.length < wanted);
      return unset({ model_versions: found.map(versionMessage), next_page_token: cursorToken(cursor) });
    },
  );

  d.route("GET", "model-versions/get-download-uri", { message: message(Version) }, async (a) => ({
    artifact_uri: await locationOf(a, await versionNamed(a, a.message.name, a.message.version)),
  }));

  d.route("POST", "model-versions/set-tag", { message: message({ ...Version, key: required(string), value: text }) }, async (a) => {
    const { name, version, key, value = "" } = a.message;
    checkTag(key, value);
    await act(a, name, version, async (at) => await a.call(setVersionTags, { ...at, tags: { [key]: value } }));
    return {};
  });

  d.route("DELETE", "model-versions/delete-tag", { message: message({ ...Version, key: required(string) }) }, async (a) => {
    const { name, version, key } = a.message;
    checkTag(key, "");
    await act(a, name, version, async (at) => await a.call(deleteVersionTags, { ...at, keys: [key] }));
    return {};
  });

  d.json.get("/model-versions/get-artifact", async (request, reply) => {
    try {
      const a = await d.asked(request, reply);
      const { name, version, path } = request.query as Record<string, string>;
      if (name === undefined || name === "") throw missing("name");
      if (version === undefined || version === "") throw missing("version");
      if (path === undefined || path === "") throw missing("path");
      versionNumber(version);
      const found = await versionNamed(a, name, version);
      const place = fileOf(await locationOf(a, found));
      if (!place)
        throw new MlflowError("NOT_IMPLEMENTED", `The files of ${name} version ${version} are at ${found.location}, which this server does not read.`);
      return await send(d, a, place.owner, [place.rest, safePath(path)].filter((part) => part !== "").join("/"));
    } catch (error) {
      return sendError(d.host, error, request, reply);
    }
  });
}

/** Finds the version and acts on it; whatever is not there is that version. */
async function act<T>(a: Asked, name: string, version: string, body: (at: { modelId: string; version: number }) => Promise<T>): Promise<T> {
  const at = await versionAt(a, name, version);
  return await orElse(
    () => noVersion(name, at.version),
    async () => await body(at),
  );
}

/** Where a client fetches the files: logged models are resolved, everything else stands as it was registered. */
async function locationOf(a: Asked, version: ModelVersion): Promise<string> {
  const { location, loggedModelId } = version;
  if (loggedModelId === null || !location.startsWith("models:/")) return location;
  const model = await a.call(getLoggedModel, { loggedModelId, deleted: true });
  const at = await a.experiments.placeOf(a, model.experimentId);
  const inside = location.replace(/^models:\/+m-[0-9a-f]{32}\/?/i, "");
  return `${experimentRoot(at.number, at.location)}/models/${modelId(loggedModelId)}/artifacts${inside === "" ? "" : `/${inside}`}`;
}

function fileOf(location: string): ReturnType<typeof ownerOf> {
  const run = /^runs:\/+([0-9a-f]{32})(?:\/(.*))?$/i.exec(location);
  const id = run?.[1] === undefined ? null : uuidOf(run[1]);
  if (id !== null) return { owner: { kind: "run", id }, rest: run?.[2] ?? "" };
  return location.startsWith("mlflow-artifacts:/") ? ownerOf(location.slice("mlflow-artifacts:/".length)) : null;
}

const versionsTag = "mlflow.modelVersions";

interface Noted {
  name: string;
  version: number;
}

function isNoted(value: unknown): value is Noted {
  return typeof value === "object" && value !== null && "name" in value && "version" in value;
}

/** These clients look on a logged model for the versions made of it; who may not write there leaves it. */
async function noteOn(a: Asked, loggedModelId: string, { name, version }: ModelVersion): Promise<void> {
  try {
    const { tags } = await a.call(getLoggedModel, { loggedModelId });
    const before: unknown = JSON.parse(tags[versionsTag] ?? "[]");
    const all = [...(Array.isArray(before) ? before.filter(isNoted) : []), { name, version }];
    // Spaced as Python writes JSON: the text is compared.
    const value = `[${all.map((v) => `{"name": ${JSON.stringify(v.name)}, "version": ${JSON.stringify(v.version)}}`).join(", ")}]`;
    await a.call(setLoggedModelTags, { loggedModelId, tags: { [versionsTag]: value } });
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof SyntaxError)) throw error;
  }
}
