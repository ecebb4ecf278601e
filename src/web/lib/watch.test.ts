import { expect, test } from "vitest";
import { watchJob } from "../../capabilities/jobs/contract.ts";
import { calls, refusal, serve } from "../testing/network.ts";
import { readEvents } from "./sse.ts";
import { follow } from "./watch.ts";

const jobId = "01a1fc00-0000-7000-8000-0000000000ff";
const path = `GET /api/v1/jobs/${jobId}/watch`;

function stream(...chunks: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

test("events are read across chunks, with comments, ids and several data lines", async () => {
  const events = [];
  for await (const event of readEvents(stream(": hello\n\nid: 1\nda", 'ta: {"a":\ndata: 1}\n\nevent: end\ndata: {}\n\n').body ?? new ReadableStream()))
    events.push(event);
  expect(events).toEqual([
    { type: "message", data: '{"a":\n1}', id: "1" },
    { type: "end", data: "{}", id: null },
  ]);
});

test("a lost stream is opened again from the last cursor, and an ended one is not", async () => {
  let opened = 0;
  serve({
    [path]: () => {
      opened += 1;
      return opened === 1 ? stream('id: 7\ndata: {"n":1}\n\n') : stream('id: 8\ndata: {"n":2}\n\nevent: end\ndata: {}\n\n');
    },
  });
  const seen: unknown[] = [];
  const states: boolean[] = [];
  await follow(
    watchJob,
    { jobId },
    (event) => seen.push(event),
    new AbortController().signal,
    (live) => states.push(live),
  );
  expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
  expect(calls.map((call) => call.headers.get("last-event-id"))).toEqual([null, "7"]);
  expect(states).toEqual([true, false, true]);
});

test("a refusal ends the watch", async () => {
  serve({ [path]: () => refusal("not_found", 404, "No such job.") });
  await follow(watchJob, { jobId }, () => {}, new AbortController().signal);
  expect(calls).toHaveLength(1);
});
