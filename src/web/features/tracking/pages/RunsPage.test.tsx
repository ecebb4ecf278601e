import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { calls, refusal, serve } from "../../../testing/network.ts";
import { session, show, workspaceId } from "../../../testing/render.tsx";
import { runOf } from "../testing.ts";
import RunsPage from "./RunsPage.tsx";

const id = (i: number) => `01a1fc00-0000-7000-8000-0000000000${10 + i}`;
const run = (i: number) =>
  runOf({ id: id(i), name: `run-${i}`, params: { model: i % 2 === 0 ? "mlp" : "ridge", seed: String(i) }, metrics: { val_auc: 0.8 + i / 100 } });
const at = (query = "") => ({ at: `/w/${workspaceId}/p/p1/experiments${query}`, path: "/w/:workspaceId/p/:projectId/experiments" });
const keys: Record<string, string[]> = { metric: ["val_auc"], param: ["model", "seed"], tag: [] };
const usual = {
  "GET /api/v1/run-keys": (call: { query: URLSearchParams }) => ({ items: keys[call.query.get("kind") ?? ""] ?? [], nextCursor: null }),
  "POST /api/v1/runs/search": { items: [0, 1, 2].map(run), nextCursor: null },
  "POST /api/v1/runs/groups": { total: 3, groupCount: 0, groups: [] },
  "POST /api/v1/runs/filter": { ok: true, error: null, suggestions: [] },
  "GET /api/v1/views": { items: [], nextCursor: null },
};
const searches = () =>
  calls.filter((call) => call.path === "/api/v1/runs/search").map((call) => call.body as { orderBy: string[]; filter?: string; metrics: string[] });

test("the usual columns show what the runs have; only their keys are asked for", async () => {
  serve(usual);
  show(<RunsPage />, at());
  await screen.findByRole("link", { name: "run-0" });
  for (const name of ["val_auc last", "model", "Started"]) screen.getByRole("button", { name });
  expect(screen.getByText("0.8000")).toBeDefined();
  expect(searches()[0]).toMatchObject({ metrics: ["val_auc"], params: ["model", "seed"], tags: [], orderBy: ["attributes.start_time DESC"] });
  screen.getByText("3 runs");
});

test("a header sorts on the server, with Shift as a second key; the address holds both", async () => {
  serve(usual);
  show(<RunsPage />, at());
  await screen.findByRole("link", { name: "run-0" });
  await userEvent.click(screen.getByRole("button", { name: "val_auc last" }));
  const user = userEvent.setup();
  await user.keyboard("{Shift>}");
  await user.click(await screen.findByRole("button", { name: "model" }));
  await user.keyboard("{/Shift}");
  await waitFor(() => expect(searches().at(-1)?.orderBy).toEqual(["metrics.val_auc DESC", "params.model ASC"]));
  expect(decodeURIComponent(screen.getByTestId("address").textContent ?? "")).toContain("sort=-last:val_auc~param:model");
});

test("a cell filters by its value, a column groups by it", async () => {
  serve(usual);
  show(<RunsPage />, at());
  await screen.findByRole("link", { name: "run-1" });
  await userEvent.click(screen.getByText("ridge"));
  await userEvent.click(screen.getByRole("button", { name: "Only this value" }));
  await waitFor(() => expect(searches().at(-1)?.filter).toBe("params.model = 'ridge'"));
});

test("a group shows how many runs, mean and spread, and opens to its runs", async () => {
  const group = { values: ["mlp"], runs: 2, runIds: [id(0), id(2)], metrics: [{ mean: 0.81, sd: 0.0141, min: 0.8, max: 0.82, n: 2 }] };
  serve({
    ...usual,
    "POST /api/v1/runs/groups": (call: { body: unknown }) =>
      (call.body as { by: string[] }).by.length > 0 ? { total: 3, groupCount: 1, groups: [group] } : { total: 3, groupCount: 0, groups: [] },
  });
  show(<RunsPage />, at("?group=param:model"));
  const row = (await screen.findByRole("button", { name: /mlp 2 runs/ })).closest("tr");
  expect(row?.textContent).toContain("0.8100 ± 0.0141");
  await userEvent.click(within(row ?? document.body).getByRole("button"));
  await screen.findByRole("link", { name: "run-0" });
  expect(searches().at(-1)?.filter).toBe("params.model = 'mlp'");
});

test("two picked runs go to the comparison, with the picks in the address", async () => {
  serve(usual);
  show(<RunsPage />, at());
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select run-0" }));
  expect(screen.getByRole("button", { name: "Compare 1" })).toHaveProperty("disabled", true);
  expect(decodeURIComponent(screen.getByTestId("address").textContent ?? "")).toContain(`sel=${id(0)}`);
  await userEvent.click(screen.getByRole("checkbox", { name: "Select run-2" }));
  await userEvent.click(screen.getByRole("button", { name: "Compare 2" }));
  expect(screen.getByTestId("address").textContent).toContain(`/compare?sel=${id(0)},${id(2)}`);
});

test("deleting says how many and offers the way back", async () => {
  serve({ ...usual, "POST /api/v1/runs/delete-many": { deleted: 1 }, "POST /api/v1/runs/restore-many": { restored: 1 } });
  show(<RunsPage />, at());
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select run-0" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await screen.findByText("1 run deleted.");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByText("3 runs");
  expect(calls.filter((call) => call.method === "POST" && call.path.endsWith("-many")).map((call) => [call.path.split("/").at(-1), call.body])).toEqual([
    ["delete-many", { projectId: "p1", runIds: [id(0)] }],
    ["restore-many", { projectId: "p1", runIds: [id(0)] }],
  ]);
});

test("no run says how to log one; nothing that matches repeats the filter", async () => {
  serve({ ...usual, "POST /api/v1/runs/search": { items: [], nextCursor: null } });
  show(<RunsPage />, at());
  await screen.findByText("No runs yet. Log one from your script, or train from a dataset.");
  await screen.findByText(/mlflow\.set_tracking_uri/);
});

test("a filter without a match is repeated and can be cleared", async () => {
  serve({ ...usual, "POST /api/v1/runs/search": { items: [], nextCursor: null } });
  show(<RunsPage />, at("?q=metrics.val_auc+%3E+0.99"));
  const say = await screen.findByText(/Nothing matches/);
  expect(say.textContent).toContain("metrics.val_auc > 0.99");
});

test("a failure says what failed, with the request's id; a missing right is named", async () => {
  serve({ ...usual, "POST /api/v1/runs/search": () => refusal("internal", 500, "The server failed.") });
  const { unmount } = show(<RunsPage />, at());
  expect((await screen.findByText("The runs could not load.")).closest("[role=alert]")?.textContent).toContain("01a1fc2d-req");
  unmount();
  serve({ ...usual, "POST /api/v1/runs/search": () => refusal("forbidden", 403, "You cannot see these runs.", { missing: "run:read" }) });
  show(<RunsPage />, at());
  expect((await screen.findByText("You cannot see these runs.")).closest("[role=alert]")?.textContent).toContain("run:read");
});

test("who may only read picks runs and compares them, and sees no act that would be refused; a grant on the project counts", async () => {
  const mira = session.profile?.id ?? "";
  serve({ ...usual, "GET /api/v1/projects/p1/grants": { items: [], nextCursor: null } });
  const { unmount } = show(<RunsPage />, { ...at(), session: { ...session, role: "viewer" } });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select run-0" }));
  screen.getByRole("button", { name: "Compare 1" });
  for (const name of ["Delete", "Tag", "Log a run"]) expect(screen.queryByRole("button", { name })).toBeNull();
  unmount();
  const grant = { memberId: mira, memberName: "Mira Novak", role: "editor", grantedAt: "2026-01-01T00:00:00.000Z" };
  serve({ ...usual, "GET /api/v1/projects/p1/grants": { items: [grant], nextCursor: null } });
  show(<RunsPage />, { ...at(), session: { ...session, role: "viewer" } });
  await screen.findByRole("button", { name: "Log a run" });
});

test("Space previews a run, the preview follows the focus and Esc closes it", async () => {
  serve({ ...usual, [`GET /api/v1/runs/${id(0)}`]: run(0), [`GET /api/v1/runs/${id(1)}`]: run(1) });
  show(<RunsPage />, at());
  (await screen.findByRole("link", { name: "run-0" })).focus();
  await userEvent.keyboard(" ");
  const panel = await screen.findByRole("complementary", { name: "Preview of a run" });
  await within(panel).findByRole("link", { name: "run-0" });
  expect(within(panel).getByText("0.8000")).toBeDefined();
  await userEvent.keyboard("{ArrowDown}");
  await within(panel).findByRole("link", { name: "run-1" });
  expect(screen.getByTestId("address").textContent).toContain(`panel=${id(1)}`);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
});
