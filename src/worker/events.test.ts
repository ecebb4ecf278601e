import assert from "node:assert/strict";
import { test } from "node:test";
import { packEvents, unpackEvents } from "./events.ts";

test("ten thousand events fit into payloads that PostgreSQL takes, and come out as they went in", () => {
  const events = Array.from({ length: 10_000 }, (_, i) => ({
    workspaceId: i % 7 === 0 ? null : `workspace-${i % 5}`,
    topic: `topic${i % 11}`,
    id: `id-"${i}"-é`,
  }));
  const payloads = packEvents(events);
  for (const payload of payloads) assert.ok(Buffer.byteLength(payload) < 8_000, `${Buffer.byteLength(payload)} bytes`);
  const key = (e: { workspaceId: string | null; topic: string; id: string }): string => JSON.stringify([e.workspaceId, e.topic, e.id]);
  assert.deepEqual(payloads.flatMap(unpackEvents).map(key).toSorted(), events.map(key).toSorted());
});

test("an object that moved twice is sent once", () => {
  const event = { workspaceId: "w", topic: "jobs", id: "1" };
  assert.deepEqual(packEvents([event, event, event]), ['{"w":{"jobs":["1"]}}']);
  assert.deepEqual(packEvents([]), []);
});

test("a payload that is not ours is no event", () => {
  for (const payload of ["", "null", "[1]", "{", '{"w":1}', '{"w":{"jobs":{}}}', '{"w":{"jobs":[1]}}']) assert.deepEqual(unpackEvents(payload), []);
});
