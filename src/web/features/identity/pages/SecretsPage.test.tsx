import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { calls, refusal, serve } from "../../../testing/network.ts";
import { show, workspaceId } from "../../../testing/render.tsx";
import SecretsPage from "./SecretsPage.tsx";

const at = "2026-11-21T06:00:00.000Z";
const secret = {
  name: "warehouse",
  description: "Password of the warehouse",
  version: 2,
  state: "locked",
  managedBy: null,
  createdBy: "Ada",
  updatedBy: "Ada",
  createdAt: at,
  updatedAt: at,
};
const place = (query = "") => ({ at: `/w/${workspaceId}/settings/secrets${query}`, path: "/w/:workspaceId/settings/secrets" });

test("a secret under another master key is shown as locked", async () => {
  serve({ "GET /api/v1/secrets": { items: [secret], nextCursor: null } });
  show(<SecretsPage />, place());
  expect(await screen.findByText("warehouse")).toBeTruthy();
  expect(screen.getByText("Locked: another master key")).toBeTruthy();
});

test("a new secret is sent once and its value stands nowhere afterwards", async () => {
  serve({
    "GET /api/v1/secrets": { items: [], nextCursor: null },
    "PUT /api/v1/secrets/warehouse": { ...secret, version: 1, state: "ready" },
  });
  show(<SecretsPage />, place("?edit=new"));
  await userEvent.type(await screen.findByLabelText("Name"), "warehouse");
  await userEvent.type(screen.getByLabelText("Value"), "hunter2");
  await userEvent.click(screen.getByRole("button", { name: "Keep the secret" }));
  await screen.findByText(/No secret yet/);
  const sent = calls.find((r) => r.method === "PUT");
  expect(sent?.body).toEqual({ value: "hunter2" });
  await waitFor(() => expect(screen.queryByDisplayValue("hunter2")).toBeNull());
});

test("who may not see secrets is told which right is missing", async () => {
  serve({
    "GET /api/v1/secrets": refusal("forbidden", 403, "You may not secret:read.", { missing: "secret:read", grantors: "an Admin of the workspace" }),
  });
  show(<SecretsPage />, place());
  expect(await screen.findByText("secret:read")).toBeTruthy();
});
