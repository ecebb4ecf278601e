import { parseArgs } from "node:util";
import { loadManyRuns } from "../../tests/browser/many-runs.ts";
import { openProduct, type SignedIn } from "../../tests/browser/product.ts";
import { settled } from "../../tests/web/browser.ts";
import { table } from "../load.ts";
import { frames, traced, type Tasks } from "./trace.ts";

/** The run table over many runs in Chromium, at 1440 × 900, against the budgets of the page. */
const { values } = parseArgs({ options: { runs: { type: "string", default: "100000" }, rounds: { type: "string", default: "3" } } });
const rounds = Number(values.rounds);
const product = await openProduct("bench-page");
const { api } = product;
const project = await api.post<{ id: string }>("/projects", { name: "Many runs" });
const experiment = await api.post<{ id: string }>("/experiments", { projectId: project.id, name: "many" });
await loadManyRuns(product.home, { workspaceId: product.workspaceId, projectId: project.id, experimentId: experiment.id, runs: Number(values.runs) });
const curves = await api.post<{ id: string }>("/runs", { projectId: project.id, experimentId: experiment.id, name: "with curves" });
for (const key of Array.from({ length: 8 }, (_, i) => `curve_${i}`)) {
  const metrics = Array.from({ length: 1000 }, (_, step) => ({ key, step, value: Math.exp(-step / 200) + Math.random() / 50 }));
  await api.post(`/runs/${curves.id}/metrics`, { metrics });
}
await api.patch(`/runs/${curves.id}`, { status: "finished" });
const place = `${product.workspace}/p/${project.id}`;

interface Taken extends Tasks {
  readyMs?: number;
  frames?: number[];
  rows?: number;
}
const taken = new Map<string, Taken[]>();
const note = (what: string, one: Taken): void => void taken.set(what, [...(taken.get(what) ?? []), one]);

const rowsNow = ({ page }: SignedIn): Promise<number> => page.evaluate<number>(`document.querySelectorAll(".run-grid tbody tr").length`);

/** An address opened by a browser that has seen nothing yet: how soon something is there, then once more under the trace. */
async function opened(what: string, path: string, selector: string): Promise<SignedIn> {
  const plain = await product.signedIn();
  await plain.page.addInitScript(`new MutationObserver((_all, self) => {
    if (!document.querySelector(${JSON.stringify(selector)})) return;
    self.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => (window.luminaReady = performance.now())));
  }).observe(document, { childList: true, subtree: true })`);
  await plain.page.goto(place + path);
  await plain.page.waitForSelector(selector);
  await settled(plain.page);
  const readyMs = await plain.page.evaluate<number>(`window.luminaReady`);
  await plain.context.close();
  const one = await product.signedIn();
  const tasks = await traced(product.browser, one.page, async () => {
    await one.page.goto(place + path);
    await one.page.waitForSelector(selector);
    await settled(one.page);
    await one.page.waitForTimeout(500);
  });
  note(what, { ...tasks, readyMs, ...(selector.startsWith(".run-grid") ? { rows: await rowsNow(one) } : {}) });
  return one;
}

/** Something done on the page that is open: its tasks, and its frames where it goes on for a while. */
async function done(what: string, one: SignedIn, act: () => Promise<void>, drawn = false): Promise<void> {
  let times: number[] = [];
  const tasks = await traced(product.browser, one.page, async () => {
    if (drawn) times = await frames(one.page, act);
    else await act();
    await one.page.waitForTimeout(400);
  });
  note(what, { ...tasks, ...(drawn ? { frames: times } : {}), rows: await rowsNow(one) });
}

for (let round = 0; round < rounds; round += 1) {
  const one = await opened("open the table", "/experiments", ".run-grid tbody th a");
  const { page } = one;
  await page.mouse.move(700, 500);
  const wheel = async (down: number, times: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) {
      await page.mouse.wheel(0, down);
      await page.waitForTimeout(16);
    }
  };
  await done("scroll down, 100 px at a time", one, () => wheel(100, 150), true);
  await done("scroll down, 700 px at a time", one, () => wheel(700, 60), true);
  await done("scroll back up", one, () => wheel(-700, 60), true);
  await done("sort by a metric", one, async () => {
    await page.getByRole("columnheader").getByRole("button", { name: "loss last", exact: true }).click();
    await page.waitForURL(/sort=/);
    await settled(page);
  });
  await done("filter", one, async () => {
    await page.locator(".cm-content").click();
    await page.keyboard.type("params.depth = '3'");
    await page.getByText("10,000 runs", { exact: true }).waitFor();
    await settled(page);
  });
  await done("open the charts beside the table", one, async () => {
    await page.getByText("Split", { exact: true }).click();
    await page.locator(".chart canvas").first().waitFor();
    await settled(page);
    await page.waitForTimeout(500);
  });
  await done("scroll beside the charts", one, () => wheel(300, 60), true);
  await one.context.close();
  const split = await opened("open the table with charts", "/experiments?view=split", ".chart canvas");
  await split.context.close();
  const run = await opened("open a run's charts, 8 × 1,000 points", `/runs/${curves.id}/charts`, ".chart canvas");
  if (run.trouble.length > 0) console.log(run.trouble.join("\n"));
  await run.context.close();
}
await product.close();

const middle = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const of = (all: readonly Taken[], value: (one: Taken) => number | undefined): string => {
  const found = all.flatMap((one) => value(one) ?? []);
  return found.length === 0 ? "" : `${Math.round(middle(found))}`;
};
const lines = [...taken].map(([what, all]) => [
  what,
  of(all, (one) => one.readyMs),
  of(all, (one) => one.long),
  all.map((one) => Math.round(one.longestMs)).join(", "),
  of(all, (one) => one.blockingMs),
  of(all, (one) => (one.frames ? middle(one.frames) : undefined)),
  of(all, (one) => (one.frames ? one.frames.toSorted((a, b) => a - b)[Math.floor(one.frames.length * 0.95)] : undefined)),
  of(all, (one) => one.rows),
]);
console.log(table(["what", "ready ms", "tasks > 50 ms", "longest ms, each round", "blocking ms", "frame median ms", "frame p95 ms", "rows drawn"], lines));
