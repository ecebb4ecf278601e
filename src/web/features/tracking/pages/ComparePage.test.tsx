import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { refusal, serve } from "../../../testing/network.ts";
import { show, workspaceId } from "../../../testing/render.tsx";
import { runOf } from "../testing.ts";
import ComparePage from "./ComparePage.tsx";

const ids = ["01a1fc00-0000-7000-8000-0000000000a1", "01a1fc00-0000-7000-8000-0000000000a2"];
const run = (i: number, auc: number, loss: number) =>
  runOf({
    id: ids[i] ?? "",
    name: i === 0 ? "calm-heron" : "brisk-otter",
    params: { seed: "1", depth: String(6 + i) },
    metrics: { roc_auc: auc, log_loss: loss },
  });
const at = (query: string) => ({ at: `/w/${workspaceId}/p/p1/compare${query}`, path: "/w/:workspaceId/p/:projectId/compare" });

test("fewer than two runs ask to pick some", async () => {
  serve({});
  show(<ComparePage />, at(""));
  await screen.findByText("Pick two to twenty runs in the list, then compare them.");
});

test("better is green by the metric's own direction, equal lines are folded, the base can change", async () => {
  serve({
    [`GET /api/v1/runs/${ids[0]}`]: run(0, 0.8, 0.5),
    [`GET /api/v1/runs/${ids[1]}`]: run(1, 0.9, 0.6),
    "POST /api/v1/runs/compare": { changes: [{ area: "code", key: "commit", values: ["a1", "b2"], differs: true }], unread: [] },
  });
  show(<ComparePage />, at(`?sel=${ids.join(",")}`));
  expect((await screen.findByText("+0.1000", { selector: ".ok" })).textContent).toContain("better");
  expect(screen.getByText("+0.1000", { selector: ".warn" }).closest("tr")?.textContent).toContain("log_loss");
  await screen.findByText("Code: 1 difference");
  screen.getByText("Data: not recorded");
  expect(screen.queryByText("seed")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /equal lines, show/ }));
  screen.getByText("seed");
  await userEvent.click(screen.getByRole("button", { name: "make base brisk-otter" }));
  expect(screen.getByTestId("address").textContent).toContain(`base=${ids[1]}`);
  expect(within(screen.getAllByRole("columnheader")[1] ?? document.body).getByText("brisk-otter")).toBeDefined();
});

test("a run that is not there is said, not an empty table", async () => {
  serve({ [`GET /api/v1/runs/${ids[0]}`]: run(0, 0.8, 0.5), [`GET /api/v1/runs/${ids[1]}`]: () => refusal("not_found", 404, "There is no such run.") });
  show(<ComparePage />, at(`?sel=${ids.join(",")}`));
  expect((await screen.findByRole("alert")).textContent).toContain("A run could not load.");
});

test("the paired test says its test, n, p and effect, and what so few seeds cannot show", async () => {
  const group = (i: number) => ({ runId: ids[i], seeds: 5, mean: 0.9, sd: 0.001 });
  serve({
    [`GET /api/v1/runs/${ids[0]}`]: run(0, 0.8, 0.5),
    [`GET /api/v1/runs/${ids[1]}`]: run(1, 0.9, 0.6),
    "POST /api/v1/runs/compare": { changes: [], unread: [] },
    "POST /api/v1/runs/significance": {
      seedKey: "seed",
      groups: [group(0), group(1)],
      comparisons: [
        {
          a: 0,
          b: 1,
          pairs: [],
          n: 5,
          meanDifference: 0.0027,
          interval: { low: 0.001, high: 0.0044 },
          t: { statistic: 4.2, df: 4, p: 0.0137, holmP: 0.0137 },
          wilcoxon: { statistic: 0, n: 5, p: 0.0625, holmP: 0.0625, exact: true },
          effect: 1.88,
        },
      ],
    },
  });
  show(<ComparePage />, at(`?sel=${ids.join(",")}`));
  const line = (await screen.findByText("0.0137")).closest("tr");
  expect(line?.textContent).toContain("+0.0027");
  expect(line?.textContent).toContain("0.0625");
  expect(line?.textContent).toContain("1.88");
  screen.getByText(/With 5 pairs Wilcoxon cannot fall below p = 0\.0625\./);
  expect(screen.getByText("0.0625").getAttribute("title")).toContain("exact");
});

test("without a seed among the parameters the test says what to log", async () => {
  serve({
    [`GET /api/v1/runs/${ids[0]}`]: run(0, 0.8, 0.5),
    [`GET /api/v1/runs/${ids[1]}`]: run(1, 0.9, 0.6),
    "POST /api/v1/runs/compare": { changes: [], unread: [] },
    "POST /api/v1/runs/significance": { seedKey: null, groups: [], comparisons: [] },
  });
  show(<ComparePage />, at(`?sel=${ids.join(",")}`));
  await screen.findByText(/None of these runs has a seed among its parameters/);
});
