import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import { listVersions, uploadDataset } from "../capabilities/datasets/contract.ts";
import { world } from "../../tests/harness.ts";
import type { Meta } from "./pipeline.ts";
import { openTransfer, receiveTransfer } from "./transfer.ts";

test("an upload ticket sent twice makes one version and answers the same", async () => {
  const w = await world();
  const meta = (): Meta => ({ surface: "rest", requestId: randomUUIDv7() });
  const { ticket } = await openTransfer(w.kernel, uploadDataset.name, w.actor, { projectId: w.projectId, name: "twice" }, meta());
  const token = ticket.url.split("/").at(-1) ?? "";
  const send = (): Promise<unknown> =>
    receiveTransfer(w.kernel, token, Readable.from([Buffer.from("a,b\n1,2\n3,4\n")]), { filename: "t.csv", sizeBytes: null }, meta());
  const first = (await send()) as { dataset: { id: string } };
  assert.deepEqual(await send(), first);
  const { items } = await w.call(listVersions, { datasetId: first.dataset.id });
  assert.equal(items.length, 1);
});
