import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { afterEach, describe, test } from "node:test";
import { sql } from "../../db/sql.ts";
import { Refusal, type ErrorCode } from "../../kernel/contract/errors.ts";
import { setSecret } from "../identity/contract/secrets.ts";
import { world, type World } from "../../../tests/harness.ts";
import {
  createWebhook,
  type Delivery,
  deleteWebhook,
  getDelivery,
  getWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  testWebhook,
  updateWebhook,
} from "./contract/webhooks.ts";
import { newWebhook, receiver, toolsOf } from "./factory.ts";
import { deliverWebhooks } from "./loops.ts";
import { deliver, secretOf } from "./webhooks.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function listening(...answer: Parameters<typeof receiver>): Promise<Awaited<ReturnType<typeof receiver>>> {
  const made = await receiver(...answer);
  open.push(made);
  return made;
}

const data = { name: "iris", tags: {}, description: null };
const record = (w: World, projectId: string | null = w.projectId): Promise<void> =>
  w.sql((tx) => w.services.webhooks.record(tx, w.workspaceId, { event: "registered_model.created", projectId, data }));
const code = async (act: Promise<unknown>): Promise<ErrorCode> => {
  const error = await act.then(
    () => assert.fail("it was not refused"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.code;
};

/** Every delivery of the webhook that is due now, tried once. */
async function tryDue(w: World, webhookId: string): Promise<void> {
  const due = await w.sql((tx) =>
    tx.rows<{ ref_id: string }>(sql`select ref_id from integrations.due where workspace_id = ${w.workspaceId} and lane = ${webhookId} and due_at <= now()`),
  );
  for (const { ref_id: id } of due) await deliver(toolsOf(w), w.workspaceId, id);
}

const makeDue = (w: World): Promise<number> =>
  w.sql((tx) => tx.run(sql`update integrations.due set due_at = now() - interval '1 second' where workspace_id = ${w.workspaceId}`));

describe("an event", () => {
  test("is sent as MLflow sends it, signed with the webhook's secret", async () => {
    const w = await world();
    const hook = await listening();
    const { id } = await newWebhook(w, { url: hook.url, secret: "ünlocked" });
    await record(w);
    await tryDue(w, id);
    const [sent] = hook.received;
    assert.ok(sent);
    const body = JSON.parse(sent.body) as { timestamp: string };
    assert.deepEqual(body, { entity: "registered_model", action: "created", timestamp: body.timestamp, data });
    const at = String(sent.headers["x-mlflow-timestamp"]);
    assert.ok(Math.abs(Number(at) - Date.now() / 1000) < 30);
    const signed = createHmac("sha256", "ünlocked")
      .update(`${String(sent.headers["x-mlflow-delivery-id"])}.${at}.${sent.body}`)
      .digest("base64");
    assert.equal(sent.headers["x-mlflow-signature"], `v1,${signed}`);
    assert.equal(sent.headers["content-type"], "application/json");
    const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
    assert.deepEqual([delivery?.state, delivery?.status, delivery?.attempts, delivery?.id], ["delivered", 200, 1, sent.headers["x-mlflow-delivery-id"]]);
    assert.ok((delivery?.latencyMs ?? -1) >= 0);
  });

  test("goes unsigned where there is no secret", async () => {
    const w = await world();
    const hook = await listening();
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    await tryDue(w, id);
    assert.equal(hook.received[0]?.headers["x-mlflow-signature"], undefined);
  });

  test("goes to active webhooks that listen to it, in its project, and to nobody else", async () => {
    const w = await world();
    const other = await w.outsider();
    const all = await newWebhook(w);
    const project = await newWebhook(w, { projectId: w.projectId });
    const disabled = await newWebhook(w);
    await w.call(updateWebhook, { webhookId: disabled.id, status: "disabled" });
    const deaf = await w.call(createWebhook, { name: "deaf", url: "https://hooks.example.org", events: ["prompt.created"] });
    const theirs = await newWebhook(other);
    await record(w);
    await record(w, null);
    const counts = await Promise.all([all, project, disabled, deaf].map(async ({ id }) => (await w.call(getWebhook, { webhookId: id })).waiting));
    assert.deepEqual(counts, [2, 1, 0, 0]);
    assert.equal((await other.call(getWebhook, { webhookId: theirs.id })).waiting, 0);
  });

  test("of an act that fails is not sent", async () => {
    const w = await world();
    const { id } = await newWebhook(w);
    await assert.rejects(
      w.sql(async (tx) => {
        await w.services.webhooks.record(tx, w.workspaceId, { event: "registered_model.created", projectId: null, data });
        throw new Error("the act fails");
      }),
    );
    assert.equal((await w.call(getWebhook, { webhookId: id })).waiting, 0);
  });
});

describe("a receiver", () => {
  test("that is busy is asked again under the same delivery id, later each time, until it takes it", async () => {
    const w = await world();
    const hook = await listening((_one, count) => (count < 3 ? { status: 503, body: "busy" } : { status: 204 }));
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    const waits: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await tryDue(w, id);
      const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
      waits.push(delivery?.nextAt ? Math.round((Date.parse(delivery.nextAt) - Date.now()) / 1000) : -1);
      await makeDue(w);
    }
    assert.deepEqual(waits, [2, 8, -1]);
    const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
    assert.deepEqual([delivery?.state, delivery?.attempts, delivery?.status], ["delivered", 3, 204]);
    assert.equal(new Set(hook.received.map((one) => one.headers["x-mlflow-delivery-id"])).size, 1);
  });

  test("that names a time is asked no earlier", async () => {
    const w = await world();
    const hook = await listening(() => ({ status: 429, headers: { "retry-after": "300" } }));
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    await tryDue(w, id);
    const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
    assert.ok(Date.parse(delivery?.nextAt ?? "") - Date.now() > 290_000);
  });

  test("that refuses is not asked again; its answer is kept, cut at its beginning", async () => {
    const w = await world();
    const hook = await listening(() => ({ status: 400, body: `no${"!".repeat(5000)}` }));
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    await tryDue(w, id);
    const [delivery] = (await w.call(listDeliveries, { webhookId: id, state: "failed" })).items;
    assert.deepEqual([delivery?.status, delivery?.answer?.length, delivery?.nextAt], [400, 2000, null]);
    assert.equal((await w.call(getWebhook, { webhookId: id })).lastDelivery?.state, "failed");
  });

  test("that redirects is not followed", async () => {
    const w = await world();
    const inside = await listening();
    const hook = await listening(() => ({ status: 307, headers: { location: inside.url } }));
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    await tryDue(w, id);
    const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
    assert.deepEqual([delivery?.state, inside.received.length], ["failed", 0]);
    assert.match(delivery?.error ?? "", /redirect/);
  });

  test("that is away is tried again and the list says why", async () => {
    const w = await world();
    const { id } = await newWebhook(w, { url: "http://127.0.0.1:9/" });
    await record(w);
    await tryDue(w, id);
    const [delivery] = (await w.call(listDeliveries, { webhookId: id })).items;
    assert.deepEqual([delivery?.state, delivery?.status, delivery?.attempts], ["waiting", null, 1]);
    assert.match(delivery?.error ?? "", /nothing listens there/);
  });

  test("that is slow does not hold up another webhook", async () => {
    const w = await world();
    const [slow, quick] = [await listening(() => ({ status: 200, waitMs: 1500 })), await listening()];
    const first = await newWebhook(w, { url: slow.url });
    const second = await newWebhook(w, { url: quick.url });
    for (let i = 0; i < 12; i += 1) await record(w);
    const started = Date.now();
    while (quick.received.length < 12 && Date.now() - started < 1400) {
      await deliverWebhooks.run(toolsOf(w));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(quick.received.length, 12);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    assert.ok(slow.received.length <= 8, "eight at once per webhook");
    assert.equal((await w.call(listDeliveries, { webhookId: second.id, state: "delivered" })).items.length, 12);
    await w.call(deleteWebhook, { webhookId: first.id });
  });
});

describe("a delivery", () => {
  test("claimed by a process that ended comes again after its lease", async () => {
    const w = await world();
    const hook = await listening();
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    const left = await w.sql((tx) =>
      tx.rows<{ due_at: Date }>(sql`
        update integrations.due set due_at = now() + interval '60 seconds' where workspace_id = ${w.workspaceId} returning due_at`),
    );
    assert.equal(left.length, 1);
    await tryDue(w, id);
    assert.equal(hook.received.length, 0);
    await makeDue(w);
    await tryDue(w, id);
    assert.equal(hook.received.length, 1);
  });

  test("that ended is sent again on request, under the same id", async () => {
    const w = await world();
    const hook = await listening((_one, count) => ({ status: count === 1 ? 400 : 200 }));
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    assert.equal(await code(w.call(redeliver, { webhookId: id, deliveryId: (await first(w, id)).id })), "conflict");
    await tryDue(w, id);
    const failed = await first(w, id);
    await w.call(redeliver, { webhookId: id, deliveryId: failed.id });
    await tryDue(w, id);
    assert.deepEqual([(await first(w, id)).state, (await first(w, id)).id], ["delivered", failed.id]);
    assert.equal(hook.received[0]?.headers["x-mlflow-delivery-id"], hook.received[1]?.headers["x-mlflow-delivery-id"]);
  });

  test("of a webhook disabled meanwhile is not sent", async () => {
    const w = await world();
    const hook = await listening();
    const { id } = await newWebhook(w, { url: hook.url });
    await record(w);
    await w.call(updateWebhook, { webhookId: id, status: "disabled" });
    await tryDue(w, id);
    assert.deepEqual([hook.received.length, (await first(w, id)).state], [0, "failed"]);
  });

  test("of a test carries the example of its event once, also while disabled", async () => {
    const w = await world();
    const hook = await listening(() => ({ status: 500, body: "broken" }));
    const { id } = await newWebhook(w, { url: hook.url });
    await w.call(updateWebhook, { webhookId: id, status: "disabled" });
    const { id: deliveryId } = await w.call(testWebhook, { webhookId: id, event: "prompt_version.created" });
    await tryDue(w, id);
    const delivery = await w.call(getDelivery, { webhookId: id, deliveryId });
    assert.deepEqual([delivery.state, delivery.status, delivery.answer, delivery.attempts], ["failed", 500, "broken", 1]);
    assert.equal((JSON.parse(hook.received[0]?.body ?? "{}") as { entity: string }).entity, "prompt_version");
  });
});

describe("a webhook's secret", () => {
  test("is answered nowhere and belongs to the webhook", async () => {
    const w = await world();
    const { id } = await newWebhook(w, { secret: "do-not-show" });
    const answers = [
      await w.call(getWebhook, { webhookId: id }),
      await w.call(listWebhooks, {}),
      await w.call(updateWebhook, { webhookId: id, secret: "do-not-show-either" }),
    ];
    const audited = await w.sql((tx) => tx.rows<{ input: unknown }>(sql`select input from governance.audit_payloads where workspace_id = ${w.workspaceId}`));
    assert.doesNotMatch(JSON.stringify([answers, audited]), /do-not-show/);
    assert.equal(await code(w.call(setSecret, { name: secretOf(id), value: "mine" })), "conflict");
  });

  test("is taken away by an empty one, and goes with the webhook", async () => {
    const w = await world();
    const { id } = await newWebhook(w, { secret: "one" });
    const held = (): Promise<number> =>
      w.sql(async (tx) => (await tx.rows(sql`select name from identity.secrets where workspace_id = ${w.workspaceId} and name = ${secretOf(id)}`)).length);
    assert.equal((await w.call(updateWebhook, { webhookId: id, secret: "" })).signed, false);
    assert.equal(await held(), 0);
    assert.equal((await w.call(updateWebhook, { webhookId: id, secret: "two" })).signed, true);
    await w.call(deleteWebhook, { webhookId: id });
    assert.equal(await held(), 0);
    assert.equal(await code(w.call(getWebhook, { webhookId: id })), "not_found");
  });

  test("that cannot be opened fails the delivery with what to do, unsigned nothing is sent", async () => {
    const w = await world();
    const hook = await listening();
    const { id } = await newWebhook(w, { url: hook.url, secret: "one" });
    await w.sql((tx) => tx.run(sql`delete from identity.secrets where workspace_id = ${w.workspaceId} and name = ${secretOf(id)}`));
    await record(w);
    await tryDue(w, id);
    assert.equal(hook.received.length, 0);
    assert.match((await first(w, id)).error ?? "", /no secret/);
  });
});

describe("an address", () => {
  for (const url of ["https://169.254.169.254/", "https://user:pw@example.org/", "ftp://example.org", "nonsense"])
    test(`${url} is refused by field when the webhook is made or changed`, async () => {
      const w = await world();
      assert.equal(await code(newWebhook(w, { url })), "invalid_input");
      const { id } = await newWebhook(w);
      assert.equal(await code(w.call(updateWebhook, { webhookId: id, url })), "invalid_input");
    });
});

describe("who may", () => {
  test("viewers and data scientists do not see the addresses, which are often credentials; managers and administrators do and change", async () => {
    const w = await world();
    const { id } = await newWebhook(w);
    for (const role of ["viewer", "data_scientist"] as const) {
      assert.equal(await code(w.as(role).call(getWebhook, { webhookId: id })), "forbidden");
      assert.equal(await code(w.as(role).call(updateWebhook, { webhookId: id, status: "disabled" })), "forbidden");
    }
    assert.equal((await w.as("project_manager").call(getWebhook, { webhookId: id })).id, id);
    assert.equal((await w.as("project_manager").call(updateWebhook, { webhookId: id, status: "disabled" })).status, "disabled");
  });
});

async function first(w: World, webhookId: string): Promise<Delivery> {
  const [delivery] = (await w.call(listDeliveries, { webhookId })).items;
  assert.ok(delivery);
  return delivery;
}
