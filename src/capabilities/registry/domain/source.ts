/** What a model version's source says about where its files are. Ids of runs and logged models as the client wrote them. */
export type Source =
  | { kind: "run"; run: string; path: string }
  | { kind: "loggedModel"; loggedModel: string; path: string }
  | { kind: "version"; name: string; version: number | null; alias: string | null }
  | { kind: "elsewhere" };

/** Thrown for a source that no version may have; the message says why. */
export class BadSource extends Error {}

const proxyRoute = /^(?:.*\/)?api\/2\.0\/mlflow-artifacts\/artifacts\//;

/** Percent signs are decoded until none is left: `%252e%252e` is `..`. */
function decoded(text: string): string {
  let now = text;
  for (let i = 0; i < 32; i += 1) {
    let next: string;
    try {
      next = decodeURIComponent(now);
    } catch {
      return now;
    }
    if (next === now) return now;
    now = next;
  }
  throw new BadSource("it is encoded too often");
}

function relative(segments: readonly string[]): boolean {
  return segments.some((segment) => segment === ".." || segment === "." || segment.includes("\0") || segment.includes("\\"));
}

/**
 * Reads a source: `runs:/<run>/<path>`, `models:/m-<id>`, `models:/<name>/<version>`, `models:/<name>@<alias>`,
 * `mlflow-artifacts:/…` (also by its HTTP address), or a URI of another store.
 * @throws BadSource for local paths, relative parts and what cannot be read.
 */
export function sourceOf(source: string): Source {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === "file" || scheme.length === 1)
    throw new BadSource("to use a local path as a model version source it would have to lie in the artifacts of the run, and here these have no local paths");
  const rest = decoded(source.slice(scheme.length + 1)).replace(/[?#].*$/, "");
  if (relative(rest.split("/")))
    throw new BadSource("if supplying a source as an http, https, object store or mlflow-artifacts URI, give an absolute path without relative parts");
  const path = rest.replace(/^\/+/, "").replace(/\/+$/, "");
  const hosted = rest.startsWith("//");
  if (scheme === "runs") {
    const [run = "", ...inside] = path.split("/");
    if (hosted || run === "") throw new BadSource("it names no run");
    return { kind: "run", run, path: inside.join("/") };
  }
  if (scheme === "models") return hosted ? failed("a host has no meaning in it") : named(path);
  if (scheme === "mlflow-artifacts") return hosted ? failed("it names another server") : proxied(path);
  if ((scheme === "http" || scheme === "https") && proxyRoute.test(path)) return proxied(path.replace(proxyRoute, ""));
  return { kind: "elsewhere" };
}

function failed(why: string): never {
  throw new BadSource(why);
}

function named(path: string): Source {
  const logged = /^(m-[0-9a-fA-F]{32})(?:\/(.*))?$/.exec(path);
  if (logged?.[1] !== undefined) return { kind: "loggedModel", loggedModel: logged[1], path: logged[2] ?? "" };
  const numbered = /^([^/@]+)\/(\d+)$/.exec(path);
  if (numbered?.[1] !== undefined) return { kind: "version", name: numbered[1], version: Number(numbered[2]), alias: null };
  const aliased = /^([^/@]+)@([^/@]+)$/.exec(path);
  if (aliased?.[1] !== undefined) return { kind: "version", name: aliased[1], version: null, alias: aliased[2] ?? "" };
  return failed("it names neither a version nor a logged model");
}

/** `…/<run>/artifacts/<path>` or `…/models/m-<id>/artifacts/<path>`. */
function proxied(path: string): Source {
  const parts = path.split("/");
  for (let at = parts.indexOf("artifacts", 1); at >= 1; at = parts.indexOf("artifacts", at + 1)) {
    const [folder, owner = ""] = [parts[at - 2], parts[at - 1]];
    const inside = parts.slice(at + 1).join("/");
    if (uuidOf(owner) !== null)
      return owner.startsWith("m-") && folder === "models"
        ? { kind: "loggedModel", loggedModel: owner, path: inside }
        : { kind: "run", run: owner, path: inside };
  }
  return failed("it is inside no run and no logged model");
}

/** Our id behind what a client calls a run (32 hex digits) or a logged model (`m-` before them); null for others. */
export function uuidOf(ref: string): string | null {
  const hex = ref.replace(/^m-/, "").replaceAll("-", "").toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` : null;
}

export function sameRef(a: string, b: string): boolean {
  const [left, right] = [uuidOf(a), uuidOf(b)];
  return left === null || right === null ? a === b : left === right;
}
