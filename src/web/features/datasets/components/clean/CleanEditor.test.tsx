import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { DatasetVersion } from "../../../../../capabilities/datasets/contract.ts";
import { calls, serve } from "../../../../testing/network.ts";
import { show, workspaceId } from "../../../../testing/render.tsx";
import { CleanEditor } from "./CleanEditor.tsx";

const datasetId = "01a1fc00-0000-7000-8000-0000000000d1";
const columns: DatasetVersion["columns"] = [
  { name: "Id", type: "integer" },
  { name: "Age", type: "number" },
  { name: "Survived", type: "integer", role: "target" },
];
const shown = {
  dataset: {
    id: datasetId,
    projectId: "p1",
    name: "titanic",
    description: "",
    target: "Survived",
    latestVersion: 1,
    rowCount: 4,
    columnCount: 3,
    sizeBytes: 100,
    qualityScore: 94,
    createdBy: "Mira",
    createdAt: "2026-11-21T04:00:00.000Z",
    updatedAt: "2026-11-21T04:00:00.000Z",
  },
  version: {
    datasetId,
    version: 1,
    columns,
    rowCount: 4,
    sizeBytes: 100,
    sha256: "ab".repeat(32),
    parentVersion: null,
    madeBy: "upload" as const,
    recipe: null,
    source: null,
    files: [],
    profiled: true,
    createdBy: "Mira",
    createdAt: "2026-11-21T04:00:00.000Z",
  },
};
const impute = { kind: "impute" as const, strategy: "auto" as const };
const noEffect = { rowsDropped: 0, columnsDropped: 0, cellsChanged: 0 };
const suggestion = {
  step: { kind: "dropDuplicates" as const },
  title: "Drop duplicate rows",
  reason: "One row repeats.",
  effect: { ...noEffect, rowsDropped: 1 },
  columns: [],
  recommended: false,
};

interface Asked {
  steps: { kind: string }[];
}
const preview = (asked: Asked) => ({
  datasetId,
  version: 1,
  steps: asked.steps.map((step) => ({ step, fitted: {}, effect: step.kind === "impute" ? { ...noEffect, cellsChanged: 1 } : { ...noEffect, rowsDropped: 1 } })),
  total: { ...noEffect, cellsChanged: 1 },
  columns,
  rowsBefore: 4,
  rowsAfter: asked.steps.some((s) => s.kind === "dropDuplicates") ? 3 : 4,
  sample: [
    { row: 2, before: { Id: 2, Age: null, Survived: 0 }, after: { Id: 2, Age: 28, Survived: 0 }, changed: ["Age"] },
    { row: 4, before: { Id: 3, Age: 30, Survived: 1 }, after: null, changed: [] },
  ],
});

beforeEach(() => sessionStorage.clear());

function open() {
  serve({
    [`POST /api/v1/datasets/${datasetId}/cleaning/preview`]: (call) => preview(call.body as Asked),
    [`POST /api/v1/datasets/${datasetId}/clean`]: { jobId: "01a1fc00-0000-7000-8000-0000000000f1", datasetId, version: 1 },
  });
  show(<CleanEditor shown={shown} suggestions={[suggestion]} initial={[{ step: impute, on: true }]} />, {
    at: `/w/${workspaceId}/p/p1/datasets/${datasetId}/clean`,
  });
}

test("the diff shows before and after, and a removed row in its place with its word", async () => {
  open();
  const row = (await screen.findByText("2", { selector: "th" })).closest("tr");
  expect(row?.textContent).toContain("- missing+ 28");
  expect(screen.getByText("removed", { selector: ".sr" }).closest("tr")?.className).toBe("gone");
});

test("a suggestion is added, undone and done again; every change is computed over all rows", async () => {
  open();
  await screen.findByText("1 of 1 on");
  await userEvent.click(screen.getByRole("button", { name: "Add: Drop duplicate rows" }));
  screen.getByText("2 of 2 on");
  await waitFor(() => expect((calls.at(-1)?.body as Asked | undefined)?.steps.map((s) => s.kind)).toEqual(["impute", "dropDuplicates"]));
  await screen.findByText("−1");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  screen.getByText("1 of 1 on");
  await userEvent.click(screen.getByRole("button", { name: "Redo" }));
  screen.getByText("2 of 2 on");
});

test("with no step on there is nothing to apply, and a step that is off is not applied", async () => {
  open();
  await screen.findByText("1 of 1 on");
  const first = () => screen.getByRole("switch", { name: "Step 1, Fill missing values, on" });
  await userEvent.click(first());
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Apply as v2" }).disabled).toBe(true);
  await userEvent.click(first());
  await userEvent.click(screen.getByRole("button", { name: "Add: Drop duplicate rows" }));
  await userEvent.click(screen.getByRole("switch", { name: "Step 2, Drop duplicate rows, on" }));
  await userEvent.click(screen.getByRole("button", { name: "Apply as v2" }));
  await waitFor(() => expect(calls.find((call) => call.path.endsWith("/clean"))?.body).toEqual({ version: 1, steps: [impute] }));
});
