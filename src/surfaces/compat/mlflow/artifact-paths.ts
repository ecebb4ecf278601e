import { modelUuid, uuidOf } from "./ids.ts";
import { invalid, type MlflowError } from "./problems.ts";

/** Whose file a path of the artifact proxy names: `…/<run>/artifacts/…`, `…/models/m-…/artifacts/…`, `…/traces/<id>/artifacts/…`. */
export interface Owner {
  kind: "run" | "model" | "trace";
  /** Ours: a UUID, or a trace's own string. */
  id: string;
}

const mostDecoded = 10;
const windowsRoot = /^[a-zA-Z]:[\\/]/;

/**
 * A path as the client meant it: percent signs are decoded until none is left, then whatever could leave the folder is refused.
 * @throws MlflowError `Invalid path`
 */
export function safePath(path: string): string {
  const at = decoded(path).replaceAll(/[\t\n\r]/g, (c) => encodeURIComponent(c));
  const leaves = at.includes("#") || at.includes("\\") || at.includes("\0") || at.startsWith("/") || windowsRoot.test(at) || /^file:/i.test(at);
  if (leaves || at.split("/").includes("..")) throw wrongPath();
  // As a file system reads it.
  return at
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

function decoded(path: string): string {
  let at = path;
  for (let i = 0; i < mostDecoded; i += 1) {
    const next = unquoted(at);
    if (next === at) return at;
    at = next;
  }
  throw wrongPath();
}

/** What is no percent-encoding stays as it is. */
function unquoted(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        throw wrongPath();
      }
    });
  }
}

function wrongPath(): MlflowError {
  return invalid("Invalid path");
}

/** Owner and path below its root; null where the path names none. */
export function ownerOf(path: string): { owner: Owner; rest: string } | null {
  const parts = path.split("/");
  const at = parts.indexOf("artifacts");
  for (let i = at; i >= 1; i = parts.indexOf("artifacts", i + 1)) {
    const id = parts[i - 1] ?? "";
    const folder = parts[i - 2];
    const rest = parts.slice(i + 1).join("/");
    if (folder === "traces") return { owner: { kind: "trace", id }, rest };
    const model = folder === "models" ? modelUuid(id) : null;
    if (model !== null) return { owner: { kind: "model", id: model }, rest };
    const run = uuidOf(id);
    if (run !== null) return { owner: { kind: "run", id: run }, rest };
    if (parts.indexOf("artifacts", i + 1) < 0) return null;
  }
  return null;
}

/** `attachment` with the name, in ASCII and as RFC 5987 has it. */
export function attachment(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  const ascii = name.normalize("NFKD").replaceAll(/[^\x20-\x7e]/g, "") || "download";
  const fallback = /^[\w!#$%&'*+.^`|~-]+$/.test(ascii) ? ascii : `"${ascii.replaceAll(/["\\]/g, "\\$&")}"`;
  if (ascii === name) return `attachment; filename=${fallback}`;
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename=${fallback}; filename*=UTF-8''${encoded}`;
}

const plain = new Set("txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst MLmodel MLproject".split(" "));
const media: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml",
  webp: "image/webp",
  bmp: "image/bmp",
  tif: "image/tiff",
  tiff: "image/tiff",
  pdf: "application/pdf",
  zip: "application/zip",
  gz: "application/gzip",
  tar: "application/x-tar",
  mp3: "audio/mpeg",
  wav: "audio/x-wav",
  mp4: "video/mp4",
  webm: "video/webm",
  ipynb: "application/x-ipynb+json",
};

/** What a file is by its name, as MLflow guesses: everything readable is plain text. */
export function mediaOf(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  const dot = name.lastIndexOf(".");
  const extension = dot < 1 ? name : name.slice(dot + 1);
  if (plain.has(extension)) return "text/plain";
  return media[extension.toLowerCase()] ?? "application/octet-stream";
}
