import type { Readable } from "node:stream";
import { deleteArtifacts, downloadArtifact, listFolder, uploadArtifact } from "../../../capabilities/tracking/contract/artifacts.ts";
import { downloadModelArtifact, deleteModelArtifacts, listModelFolder, uploadModelArtifact } from "../../../capabilities/tracking/contract/model-artifacts.ts";
import { downloadTraceFile, listTraceFiles, uploadTraceFile } from "../../../capabilities/tracking/contract/trace-files.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Download } from "../../../kernel/ctx.ts";
import { openTransfer, sendTransfer, upload } from "../../../kernel/transfer.ts";
import { mediaOf, type Owner } from "./artifact-paths.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { invalid, MlflowError } from "./problems.ts";

export interface Entry {
  /** The last part of its path. */
  name: string;
  isDir: boolean;
  sizeBytes: number;
}

const operations = {
  run: { id: "runId", upload: uploadArtifact, download: downloadArtifact },
  model: { id: "loggedModelId", upload: uploadModelArtifact, download: downloadModelArtifact },
  trace: { id: "traceId", upload: uploadTraceFile, download: downloadTraceFile },
} as const;

/** Opens a file's bytes. @throws MlflowError where there is none */
export async function open(d: Dialect, a: Asked, owner: Owner, path: string): Promise<Download> {
  const { id, download } = operations[owner.kind];
  try {
    const { ticket } = await openTransfer(d.host.kernel, download.name, a.actor, { [id]: owner.id, path }, a.meta);
    return await sendTransfer(d.host.kernel, ticket.url.split("/").at(-1) ?? "", a.meta);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.code !== "not_found" && error.code !== "invalid_input")) throw error;
    const below = await children(a, owner, path).catch(() => []);
    if (below.length > 0) throw invalid(`Artifact path refers to a directory, not a file: '${path}'`);
    throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `No such artifact: '${path}'`);
  }
}

/** Streams bytes to their place; nothing is held whole. */
export async function store(d: Dialect, a: Asked, owner: Owner, path: string, body: Readable, sizeBytes: number | null): Promise<void> {
  const { id, upload: spec } = operations[owner.kind];
  await upload(d.host.kernel, spec.name, a.actor, { [id]: owner.id, path, mediaType: mediaOf(path) }, body, { filename: null, sizeBytes }, a.meta);
}

/** Files and folders right below a folder; none where it is absent or a file. */
export async function children(a: Asked, owner: Owner, folder: string): Promise<Entry[]> {
  if (owner.kind === "run") return await all((page) => a.call(listFolder, { runId: owner.id, path: folder, ...page }), entryOf);
  if (owner.kind === "model") return await all((page) => a.call(listModelFolder, { loggedModelId: owner.id, path: folder, ...page }), entryOf);
  const prefix = folder === "" ? "" : `${folder}/`;
  const files = await all(
    (page) => a.call(listTraceFiles, { traceId: owner.id, prefix, ...page }),
    ({ path, sizeBytes }) => ({ path: path.slice(prefix.length), sizeBytes }),
  );
  const found = new Map<string, Entry>();
  for (const { path, sizeBytes } of files) {
    const [name = "", ...deeper] = path.split("/");
    if (!found.has(name)) found.set(name, deeper.length > 0 ? { name, isDir: true, sizeBytes: 0 } : { name, isDir: false, sizeBytes });
  }
  return [...found.values()].toSorted((x, y) => (x.name < y.name ? -1 : 1));
}

function entryOf({ path, folder, sizeBytes }: { path: string; folder: boolean; sizeBytes: number | null }): Entry {
  return { name: path.split("/").at(-1) ?? "", isDir: folder, sizeBytes: sizeBytes ?? 0 };
}

type Page = { limit: number; cursor?: string };

async function all<T, R>(fetch: (page: Page) => Promise<{ items: T[]; nextCursor: string | null }>, shown: (item: T) => R): Promise<R[]> {
  const out: R[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: T[]; nextCursor: string | null } = await fetch({ limit: 1000, ...(cursor !== null && { cursor }) });
    out.push(...page.items.map(shown));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return out;
}

/** Takes a file or a folder away. */
export async function remove(a: Asked, owner: Owner, path: string): Promise<void> {
  if (owner.kind === "run") await a.call(deleteArtifacts, { runId: owner.id, path });
  else if (owner.kind === "model") await a.call(deleteModelArtifacts, { loggedModelId: owner.id, path });
  else throw new MlflowError("NOT_IMPLEMENTED", "The files of a trace are not deleted one by one.\nDelete the trace.");
}

/** As the proxy's messages show an entry. */
export function fileInfo(entry: Entry, path: string): object {
  return { path, is_dir: entry.isDir, ...(!entry.isDir && { file_size: entry.sizeBytes }) };
}
