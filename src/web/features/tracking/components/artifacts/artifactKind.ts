import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";

export type ArtifactKind = "json" | "table" | "text" | "image" | "page" | "binary";

/** How a file can be looked at. */
export function kindOf({ path, mediaType }: Pick<Artifact, "path" | "mediaType">): ArtifactKind {
  if (/\.(csv|tsv|parquet|jsonl|ndjson)$/i.test(path)) return "table";
  if (/\.(json|ipynb|geojson)$/i.test(path) || mediaType.includes("json")) return "json";
  if (/\.html?$/i.test(path)) return "page";
  if (/\.(png|jpe?g|gif|webp|bmp|svg)$/i.test(path)) return "image";
  if (/\/?MLmodel$/.test(path) || mediaType.startsWith("text/")) return "text";
  if (/\.(txt|md|ya?ml|log|py|r|sql|sh|toml|ini|cfg|env|xml|js|ts|css|conda|patch|diff)$/i.test(path)) return "text";
  return "binary";
}

/** A folder with what lies in it, folders first. */
export interface Folder {
  name: string;
  path: string;
  sizeBytes: number;
  folders: Folder[];
  files: Artifact[];
}

/** Turns the flat list of paths into folders. */
export function foldersOf(files: readonly Artifact[]): Folder {
  const root: Folder = { name: "", path: "", sizeBytes: 0, folders: [], files: [] };
  for (const file of files) {
    let at = root;
    at.sizeBytes += file.sizeBytes;
    for (const part of file.path.split("/").slice(0, -1)) {
      const path = at.path === "" ? part : `${at.path}/${part}`;
      const next = at.folders.find((f) => f.name === part) ?? { name: part, path, sizeBytes: 0, folders: [], files: [] };
      if (!at.folders.includes(next)) at.folders.push(next);
      at = next;
      at.sizeBytes += file.sizeBytes;
    }
    at.files.push(file);
  }
  return root;
}

/** Rows of the tree as they stand below each other; closed folders hide what is in them. */
export function rowsOf(folder: Folder, closed: ReadonlySet<string>, depth = 0): TreeRow[] {
  const folders = folder.folders.flatMap((f): TreeRow[] => [
    { depth, folder: f, open: !closed.has(f.path) },
    ...(closed.has(f.path) ? [] : rowsOf(f, closed, depth + 1)),
  ]);
  return [...folders, ...folder.files.map((file) => ({ depth, file }))];
}

export type TreeRow = { depth: number; folder: Folder; open: boolean } | { depth: number; file: Artifact };
