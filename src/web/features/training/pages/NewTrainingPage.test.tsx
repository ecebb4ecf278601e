import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { calls, serve, type Call } from "../../../testing/network.ts";
import { show, workspaceId } from "../../../testing/render.tsx";
import NewTrainingPage from "./NewTrainingPage.tsx";

const datasetId = "01a1fc00-0000-7000-8000-0000000000d1";
const trainingId = "01a1fc00-0000-7000-8000-0000000000b1";
const projectId = "01a1fc00-0000-7000-8000-0000000000c1";
const dataset = {
  id: datasetId,
  projectId,
  name: "titanic",
  description: "",
  target: "Survived",
  latestVersion: 1,
  rowCount: 891,
  columnCount: 2,
  sizeBytes: 100,
  qualityScore: 94,
  createdBy: "Mira",
  createdAt: "2026-11-21T04:00:00.000Z",
  updatedAt: "2026-11-21T04:00:00.000Z",
};
const recommendation = (call: Call) => {
  const task = call.query.get("task") ?? "classification";
  const algorithm = (name: string, label: string, recommended: boolean) => ({
    algorithm: name,
    label,
    recommended,
    reason: "trees bear missing cells",
    settings: {},
    expectedSeconds: 20,
    expectedMemoryBytes: 200_000_000,
  });
  return {
    datasetId,
    version: 1,
    rows: 891,
    target: "Survived",
    targetReason: "it is marked",
    targetChoices: [],
    task,
    taskReason: "two values",
    primaryMetric: task === "classification" ? "roc_auc" : "rmse",
    validation: { strategy: "stratified_k_fold", folds: 5, reason: "the usual" },
    algorithms: [algorithm("xgboost", "XGBoost", true), algorithm("mlp", "Multilayer perceptron", false)],
    expectedSeconds: 20,
    expectedMemoryBytes: 200_000_000,
    columns: [],
    warnings:
      task === "regression"
        ? [
            {
              code: "two_valued_regression",
              message: "Survived has only two values.",
              offer: { task: "classification", label: "Train a classification instead" },
            },
          ]
        : [],
  };
};

function open(query = "") {
  serve({
    "GET /api/v1/datasets": { items: [dataset], nextCursor: null },
    [`GET /api/v1/datasets/${datasetId}/version`]: {
      datasetId,
      version: 1,
      columns: [
        { name: "Age", type: "number" },
        { name: "Survived", type: "integer", role: "target" },
      ],
      rowCount: 891,
    },
    [`GET /api/v1/training/recommendations/${datasetId}`]: recommendation,
    "POST /api/v1/training": { trainingId, jobId: "01a1fc00-0000-7000-8000-0000000000f1", runId: "01a1fc00-0000-7000-8000-0000000000a1", warnings: [] },
  });
  show(<NewTrainingPage />, {
    at: `/w/${workspaceId}/p/${projectId}/training/new?dataset=${datasetId}${query}`,
    path: "/w/:workspaceId/p/:projectId/training/new",
  });
}

test("a two-valued target as a number is warned about, and one press makes it a classification", async () => {
  open("&target=Survived&task=regression");
  await screen.findByText("Survived has only two values.");
  await userEvent.click(screen.getByRole("button", { name: "Train a classification instead" }));
  await waitFor(() => expect(screen.queryByText("Survived has only two values.")).toBeNull());
  expect(screen.getByTestId("address").textContent).toContain("task=classification");
});

test("Train sends what is shown: target, task, the recommended algorithms, folds and seed, and opens the training", async () => {
  open();
  await screen.findByText("ROC AUC");
  await userEvent.click(screen.getByRole("button", { name: "Train" }));
  await waitFor(() => expect(screen.getByTestId("address").textContent).toContain(`/training/${trainingId}`));
  expect(calls.find((call) => call.method === "POST")?.body).toEqual({
    projectId,
    datasetId,
    version: 1,
    target: "Survived",
    task: "classification",
    algorithms: ["xgboost"],
    folds: 5,
    seed: 42,
  });
});

test("without any algorithm there is nothing to train, and the summary follows the choice", async () => {
  open();
  const box = await screen.findByRole("checkbox", { name: /XGBoost/ });
  await screen.findByText("about 20 s");
  await userEvent.click(screen.getByRole("checkbox", { name: /Multilayer/ }));
  await screen.findByText("about 40 s");
  await userEvent.click(box);
  await userEvent.click(screen.getByRole("checkbox", { name: /Multilayer/ }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Train" }).disabled).toBe(true);
});
