import type { Browser, Page } from "playwright-core";

export interface Tasks {
  /** Tasks of the page's main thread over 50 ms. */
  long: number;
  longestMs: number;
  /** What tasks take beyond 50 ms, together. */
  blockingMs: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args?: { name?: string };
}

const limitMs = 50;

/** Runs something under Chromium's trace: how long the tasks of the page's main thread took. */
export async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "__metadata"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8")) as { traceEvents: TraceEvent[] };
  const mains = new Set(traceEvents.filter((e) => e.name === "thread_name" && e.args?.name === "CrRendererMain").map((e) => `${e.pid} ${e.tid}`));
  const tasks = traceEvents.filter((e) => e.ph === "X" && e.name === "RunTask" && mains.has(`${e.pid} ${e.tid}`)).map((e) => (e.dur ?? 0) / 1000);
  if (tasks.length === 0) throw new Error("The trace holds no task of the page's main thread.");
  const long = tasks.filter((ms) => ms > limitMs);
  return { long: long.length, longestMs: Math.max(...tasks), blockingMs: long.reduce((sum, ms) => sum + ms - limitMs, 0) };
}

/** Times between the frames that the page drew meanwhile, ms. */
export async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`window.luminaFrames = []; (function next(at) {
    window.luminaFrames?.push(at);
    if (window.luminaFrames) requestAnimationFrame(next);
  })(performance.now())`);
  await act();
  const at = await page.evaluate<number[]>(`(() => { const all = window.luminaFrames; window.luminaFrames = null; return all; })()`);
  return at.slice(1).map((ms, i) => ms - (at[i] ?? ms));
}
