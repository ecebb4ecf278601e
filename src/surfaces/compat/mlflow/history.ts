import { Readable } from "node:stream";
import { metricPoints } from "../../../capabilities/tracking/contract/metrics.ts";
import type { SpecialNumber } from "../../../capabilities/tracking/contract/runs.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { OutputOf } from "../../../kernel/contract/operation.ts";
import type { Asked } from "./dialect.ts";
import { runUuid } from "./ids.ts";
import { MlflowError } from "./problems.ts";
import { unset } from "./proto.ts";
import { metricValue } from "./shapes.ts";
import { cursorToken } from "./tokens.ts";

/** Points that are in memory at once. */
export const historyPage = 25_000;

interface Wire {
  key: string;
  value: number | string;
  timestamp: number;
  step: number;
}

interface Page {
  points: Wire[];
  /** Where points go on after this page. */
  cursor: string | null;
}

/** Exact points, at most so many, in pages; a run that is not there has none. */
export async function* historyPages(a: Asked, run: string, key: string, most: number, from?: string): AsyncGenerator<Page> {
  let left = most;
  let cursor = from;
  try {
    const runId = runUuid(run);
    while (left > 0) {
      const page = await a.call(metricPoints, { runId, key, limit: Math.min(historyPage, left), ...(cursor !== undefined && { cursor }) });
      yield { points: unpacked(key, page), cursor: page.nextCursor };
      if (page.nextCursor === null) return;
      left -= page.count;
      cursor = page.nextCursor;
    }
  } catch (error) {
    const absent = error instanceof MlflowError ? error.code === "RESOURCE_DOES_NOT_EXIST" : error instanceof Refusal && error.code === "not_found";
    if (!absent || cursor !== from) throw error;
  }
}

/** Packed points cost a third of what points as objects do on their way here. */
function unpacked(key: string, page: OutputOf<typeof metricPoints>): Wire[] {
  const [steps, timestamps, values] = [page.steps, page.timestamps, page.values].map((text) => Buffer.from(text, "base64"));
  if (!steps || !timestamps || !values) return [];
  return Array.from({ length: page.count }, (_, i) => {
    const value = values.readDoubleLE(i * 8);
    const [number, special] = Number.isFinite(value) ? [value, undefined] : [null, String(value) as SpecialNumber];
    return { key, value: metricValue(number, special), timestamp: timestamps.readDoubleLE(i * 8), step: Number(steps.readBigInt64LE(i * 8)) };
  });
}

/** Clients before MLflow 2 name no limit and expect every point in one answer: it is written as its pages are read. */
export async function sendHistory(a: Asked, run: string, key: string, most: number, from: string | undefined): Promise<object> {
  const pages = historyPages(a, run, key, most, from);
  const { value: first } = await pages.next();
  if (!first || first.cursor === null || first.points.length >= most)
    return unset({ metrics: first?.points ?? [], next_page_token: cursorToken(first?.cursor ?? null) });
  return a.reply.type("application/json").send(Readable.from(written(first, pages), { objectMode: false }));
}

async function* written(first: Page, pages: AsyncGenerator<Page>): AsyncGenerator<string> {
  const items = (page: Page): string => JSON.stringify(page.points).slice(1, -1);
  let { cursor } = first;
  yield `{"metrics":[${items(first)}`;
  for await (const page of pages) {
    ({ cursor } = page);
    if (page.points.length > 0) yield `,${items(page)}`;
  }
  const token = cursorToken(cursor);
  yield token === undefined ? "]}" : `],"next_page_token":${JSON.stringify(token)}}`;
}
