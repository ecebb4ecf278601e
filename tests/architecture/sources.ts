import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";

export const root = resolve(import.meta.dirname, "../..");

/** Files below the folders, relative to the repository, with forward slashes. */
export function filesBelow(folders: readonly string[], pattern: RegExp): string[] {
  const found: string[] = [];
  for (const folder of folders.filter((f) => existsSync(join(root, f)))) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = relative(root, join(entry.parentPath, entry.name));
      if (entry.isFile() && pattern.test(path) && !/(^|\/)(node_modules|dist|\.venv(-clients)?|\.tools|\.lumina|__pycache__)\//.test(path)) found.push(path);
    }
  }
  return found.toSorted();
}

export interface Import {
  from: string;
  /** A repository path, `node:x`, or `npm:package`. */
  to: string;
  /** True when nothing of it exists at run time. */
  typeOnly: boolean;
}

/** Every import and re-export of a file, type-only ones included. */
export function importsOf(file: string): Import[] {
  const parsed = parseSync(file, readFileSync(join(root, file), "utf8"));
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const requests: [string, boolean][] = [
    ...staticImports.map((i): [string, boolean] => [i.moduleRequest.value, i.entries.length > 0 && i.entries.every((e) => e.isType)]),
    ...staticExports.flatMap((e) =>
      e.entries.flatMap((entry): [string, boolean][] => (entry.moduleRequest ? [[entry.moduleRequest.value, entry.isType]] : [])),
    ),
    ...dynamicImports.flatMap((d) => literal(file, d.moduleRequest.start, d.moduleRequest.end).map((r): [string, boolean] => [r, true])),
  ];
  const byTarget = new Map<string, boolean>();
  for (const [request, typeOnly] of requests) {
    const to = target(file, request);
    byTarget.set(to, typeOnly && (byTarget.get(to) ?? true));
  }
  return [...byTarget].map(([to, typeOnly]) => ({ from: file, to, typeOnly }));
}

function literal(file: string, start: number, end: number): string[] {
  const text = readFileSync(join(root, file), "utf8").slice(start, end);
  const match = /^["'](.*)["']$/.exec(text);
  return match?.[1] === undefined ? [] : [match[1]];
}

function target(file: string, request: string): string {
  if (request.startsWith(".")) return relative(root, resolve(root, dirname(file), request.split("?")[0] ?? request));
  if (request.startsWith("node:")) return request;
  const parts = request.split("/");
  return `npm:${request.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]}`;
}
