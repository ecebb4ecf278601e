import { expect, test } from "vitest";
import type { Message } from "../../../../capabilities/assistant/contract.ts";
import { merged, notOlder } from "./useChat.ts";
import { pageOf } from "./useSeen.ts";

const id = "01a1fc49-806d-7da5-839d-b88954be1421";
const message = (key: string, at: string, text: string, revision = 1): Message => ({
  id: key,
  chatId: id,
  role: "assistant",
  text,
  at,
  plan: null,
  choices: [],
  revision,
});

test("the address says which object is in front: a version, a deployment by its monitoring page, nothing on a list", () => {
  expect(pageOf({ rest: `models/${id}/3`, projectId: id }, null)).toEqual({ projectId: id, modelId: id, modelVersion: 3 });
  expect(pageOf({ rest: `monitoring/${id}/drift`, projectId: null }, null)).toEqual({ deploymentId: id });
  expect(pageOf({ rest: `datasets/${id}`, projectId: null }, 2)).toEqual({ datasetId: id, datasetVersion: 2 });
  expect(pageOf({ rest: "models/new", projectId: null }, null)).toEqual({});
});

test("a changed message takes its old place, a new one comes first", () => {
  const before = { items: [message("b", "2", "old"), message("a", "1", "first")], nextCursor: null };
  expect(merged(before, [message("b", "2", "new", 2), message("c", "3", "third")]).items.map((m) => m.text)).toEqual(["third", "new", "first"]);
});

test("an answer that arrives after the event that overtook it changes nothing, nor does a page read in between", () => {
  const done = { items: [message("b", "2", "done", 7)], nextCursor: null };
  expect(merged(done, [message("b", "2", "running", 5)]).items.map((m) => m.text)).toEqual(["done"]);
  expect(notOlder(done, { items: [message("c", "3", "next", 8), message("b", "2", "running", 5)], nextCursor: null })).toEqual({
    items: [message("c", "3", "next", 8), message("b", "2", "done", 7)],
    nextCursor: null,
  });
});
