import { extname } from "node:path/posix";
import { ArtifactPath, uploadArtifact } from "../../../capabilities/tracking/contract/artifacts.ts";
import type { Asked } from "./asked.ts";
import type { Args, Resolver } from "./graphql.ts";
import { list, record, required } from "./input.ts";
import { WandbError } from "./problems.ts";

const types: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".gif": "image/gif",
  ".html": "text/html",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".json": "application/json",
  ".jsonl": "application/x-ndjson",
  ".log": "text/plain",
  ".md": "text/markdown",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".py": "text/x-python",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wav": "audio/wav",
  ".webm": "video/webm",
  ".webp": "image/webp",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
};

/** By its name; what is not known is bytes. */
export const mediaTypeOf = (path: string): string => types[extname(path).toLowerCase()] ?? "application/octet-stream";

/** @throws WandbError where a file of that name cannot be kept */
export function checkedPath(name: unknown): string {
  const path = ArtifactPath.safeParse(name);
  if (!path.success)
    throw new WandbError(
      `The file ${JSON.stringify(name)} cannot be stored: its name must be a relative path of at most 500 characters without . or .. parts.`,
    );
  return path.data;
}

/** What the SDK writes about its surroundings stands where every client's does. */
const places: Readonly<Record<string, string>> = { "requirements.txt": "environment/requirements.txt", "conda-environment.yaml": "environment/conda.yaml" };

const filesPerCall = 5000;

/** A list of files that get an address each. @throws WandbError where one request names too many: each is a transaction */
export function announced(input: Args, name: string): readonly unknown[] {
  const files = list(input, name) ?? [];
  if (files.length > filesPerCall) throw new WandbError(`${files.length} files were announced at once; ${filesPerCall} may be.`, 413);
  return files;
}

async function createRunFiles(input: Args, asked: Asked) {
  const names = announced(input, "files");
  const runId = await asked.runId(required(input, "projectName"), required(input, "runName"));
  const files: { name: string; uploadUrl: string }[] = [];
  for (const name of names) {
    const asNamed = checkedPath(name);
    const path = places[asNamed] ?? asNamed;
    files.push({ name: asNamed, uploadUrl: await asked.address(uploadArtifact, { runId, path, mediaType: mediaTypeOf(path) }) });
  }
  return { runID: runId, uploadHeaders: [], files };
}

/** Files of a run go to addresses of our own, each good for one of them. */
export const fileMutations: Readonly<Record<string, Resolver<Asked>>> = {
  "mutation.createRunFiles": (args, asked) => createRunFiles(record(args, "input"), asked),
};
