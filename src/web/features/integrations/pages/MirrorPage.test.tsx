import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { calls, refusal, serve } from "../../../testing/network.ts";
import { show, workspaceId } from "../../../testing/render.tsx";
import MirrorPage from "./MirrorPage.tsx";
import MirrorsPage from "./MirrorsPage.tsx";

const id = "01a1fc00-0000-7000-8000-0000000000a1";
const projectId = "01a1fc00-0000-7000-8000-0000000000b1";
const at = "2026-11-21T06:00:00.000Z";
const mirror = {
  id,
  projectId,
  name: "Central",
  kind: "mlflow",
  url: "https://mlflow.example.org",
  username: null,
  entity: null,
  outsideProject: null,
  experimentIds: [],
  artifacts: true,
  secretName: "mirror-1",
  state: "active",
  failingSince: null,
  error: null,
  nextTryAt: null,
  history: "none",
  historyLeft: 0,
  runs: 3,
  runsFailed: 1,
  points: 150,
  lastSentAt: at,
  createdBy: "Ada",
  createdAt: at,
};
const status = (more: object = {}, behind = {}) => ({
  mirror: { ...mirror, ...more },
  pointsBehind: 0,
  runsBehind: 0,
  artifactsBehind: 0,
  secondsBehind: 0,
  ...behind,
});
const projects = { items: [], nextCursor: null };
const runs = {
  items: [
    {
      runId: "01a1fc00-0000-7000-8000-0000000000c1",
      name: "calm-heron",
      outsideId: "abc",
      outsideUrl: "https://mlflow.example.org/#/abc",
      state: "failed",
      error: "Changing param values is not allowed.",
      points: 12,
      artifacts: 0,
      updatedAt: at,
    },
  ],
  nextCursor: null,
};
const place = { at: `/w/${workspaceId}/settings/mirrors/${id}`, path: "/w/:workspaceId/settings/mirrors/:mirrorId" };

test("a failing mirror says why, since when, and how far it is behind", async () => {
  const failing = { state: "failing", error: "mlflow.example.org cannot be reached: nothing listens there.", failingSince: at, nextTryAt: at };
  serve({
    [`GET /api/v1/mirrors/${id}/status`]: status(failing, { pointsBehind: 2000, runsBehind: 2, secondsBehind: 75 }),
    [`GET /api/v1/mirrors/${id}/runs`]: runs,
    "GET /api/v1/projects": projects,
  });
  show(<MirrorPage />, place);
  expect(within(await screen.findByRole("alert")).getByText(/nothing listens there/)).toBeTruthy();
  expect(screen.getByText("2,000")).toBeTruthy();
  expect(screen.getByText("in 2 runs")).toBeTruthy();
  expect(await screen.findByText("Changing param values is not allowed.")).toBeTruthy();
});

test("pausing is one click", async () => {
  serve({
    [`GET /api/v1/mirrors/${id}/status`]: status(),
    [`GET /api/v1/mirrors/${id}/runs`]: runs,
    [`POST /api/v1/mirrors/${id}/pause`]: { ...mirror, state: "paused" },
    "GET /api/v1/projects": projects,
  });
  show(<MirrorPage />, place);
  await userEvent.click(await screen.findByRole("button", { name: "Pause" }));
  expect(calls.map((r) => `${r.method} ${r.path}`)).toContain(`POST /api/v1/mirrors/${id}/pause`);
});

test("a mirror that is not there reads as such", async () => {
  serve({ [`GET /api/v1/mirrors/${id}/status`]: refusal("not_found", 404, `There is no mirror ${id} here.`) });
  show(<MirrorPage />, place);
  expect(await screen.findByText(new RegExp(`There is no mirror ${id} here`))).toBeTruthy();
});

test("without a mirror the list says what one does and how to make one", async () => {
  serve({ "GET /api/v1/mirrors": { items: [], nextCursor: null }, "GET /api/v1/projects": projects });
  show(<MirrorsPage />, { at: `/w/${workspaceId}/settings/mirrors`, path: "/w/:workspaceId/settings/mirrors" });
  expect(await screen.findByText(/No mirror yet/)).toBeTruthy();
  expect(screen.getByText(/lumina mirrors create/)).toBeTruthy();
});
