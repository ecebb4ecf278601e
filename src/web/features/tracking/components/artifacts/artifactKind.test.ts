import { expect, test } from "vitest";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { foldersOf, kindOf, rowsOf } from "./artifactKind.ts";

const file = (path: string, sizeBytes = 10): Artifact => ({ path, sizeBytes, sha256: "", mediaType: "application/octet-stream", key: "", createdAt: "" });

test("paths become folders with their sizes, folders before files, and a closed folder hides its content", () => {
  const root = foldersOf([file("a.txt"), file("model/MLmodel", 5), file("model/data/x.bin", 7)]);
  expect(root.sizeBytes).toBe(22);
  const shown = (closed: string[]) =>
    rowsOf(root, new Set(closed)).map((row) => ("file" in row ? row.file.path : `${row.folder.path}/ ${row.folder.sizeBytes}`));
  expect(shown([])).toEqual(["model/ 12", "model/data/ 7", "model/data/x.bin", "model/MLmodel", "a.txt"]);
  expect(shown(["model"])).toEqual(["model/ 12", "a.txt"]);
});

test("a file is shown by what its name says", () => {
  expect(["t.parquet", "t.JSONL", "plot.html", "fig.svg", "m/MLmodel", "conda.yaml", "x.json", "w.pkl"].map((path) => kindOf(file(path)))).toEqual([
    "table",
    "table",
    "page",
    "image",
    "text",
    "text",
    "json",
    "binary",
  ]);
});
