import assert from "node:assert/strict";
import { test } from "node:test";
import { world, type World } from "../../../tests/harness.ts";
import { listAudit } from "../governance/contract.ts";
import { aChat } from "./factory.ts";
import { approvePlan, listMessages, sendMessage, undoStep, type Message } from "./contract.ts";

/** Says a sentence, approves what is planned, and answers how it ended. */
async function say(w: World, chatId: string, text: string): Promise<Message> {
  const { reply } = await w.call(sendMessage, { chatId, text });
  if (!reply.plan) return reply;
  await w.call(approvePlan, { chatId, messageId: reply.id });
  await w.drainJobs();
  const { items } = await w.call(listMessages, { chatId, limit: 1 });
  return items[0] ?? reply;
}

function endedWell(message: Message): void {
  assert.ok(message.plan, message.text);
  assert.deepEqual(
    message.plan.steps.map((s) => [s.operation, s.state, s.state === "done" ? "" : s.detail]),
    message.plan.steps.map((s) => [s.operation, "done", ""]),
  );
}

test("the whole journey by plain sentences: sample, clean, train, deploy, predict, watch, download", { timeout: 180_000 }, async () => {
  const w = await world();
  const chatId = await aChat(w);
  endedWell(await say(w, chatId, "add the titanic sample"));
  const question = await say(w, chatId, "train a regression model on this dataset");
  assert.ok(question.plan !== null || question.choices.some((c) => /Survived/.test(c.text)), question.text);
  const cleaned = await say(w, chatId, "clean the data: drop the non-numeric columns and handle missing values");
  endedWell(cleaned);
  assert.match(cleaned.plan?.steps[0]?.title ?? "", /drop non-numeric columns, fill missing values/);

  const { reply: warned } = await w.call(sendMessage, { chatId, text: "train a regression model on this dataset, predict Survived" });
  assert.match(warned.plan?.steps[0]?.warning ?? "", /two/i);
  const offer = warned.choices.find((c) => /classification/.test(c.text));
  assert.ok(offer, "a classification is one click away");
  endedWell(await say(w, chatId, `${offer.text} with logistic regression and a random forest`));

  endedWell(await say(w, chatId, "deploy this model to staging"));
  endedWell(await say(w, chatId, "try one prediction with the deployment"));
  const watched = await say(w, chatId, "monitor the model performance for drift");
  assert.match(watched.text, /Drift is judged from \d+ rows on; so far 1 came/);
  const downloaded = await say(w, chatId, "download the processed dataset");
  endedWell(downloaded);
  assert.match(downloaded.plan?.steps[0]?.link?.url ?? "", /^\/api\/v1\/transfers\//);

  const { items } = await w.call(listAudit, { surface: "tools", limit: 200 });
  const done = new Set(items.map((row) => row.operation));
  for (const name of ["datasets.addSample", "datasets.clean", "training.start", "models.register", "deployments.create", "datasets.download"])
    assert.ok(done.has(name), `${name} is audited as done by tools`);
});

test("a step with an inverse is undone from the chat, once", async () => {
  const w = await world();
  const { inputs } = await import("./factory.ts");
  const input = (await inputs["chats.undoStep"]?.(w)) as { chatId: string; messageId: string; step: number };
  const message = await w.call(undoStep, input);
  assert.equal(message.plan?.steps[0]?.state, "undone");
  await assert.rejects(w.call(undoStep, input), /cannot be undone/);
});

test("it never approves: it says who does", async () => {
  const w = await world();
  const reply = await say(w, await aChat(w), "approve the request");
  assert.equal(reply.plan, null);
  assert.match(reply.text, /never give one/);
});

test("an unclear sentence gets choices, and a question about an absent dataset says how to get one", async () => {
  const w = await world();
  const chatId = await aChat(w);
  assert.ok((await say(w, chatId, "make it nice")).choices.length > 0);
  assert.match((await say(w, chatId, "clean the data")).text, /There is no dataset here yet/);
});

test("an order turned round plans nothing", async () => {
  const w = await world();
  const reply = await say(w, await aChat(w), "do not deploy the model");
  assert.equal(reply.plan, null);
  assert.match(reply.text, /what not to do/);
});

test("another person's chat reads as absent", async () => {
  const w = await world();
  const chatId = await aChat(w);
  await assert.rejects(w.as("viewer").call(sendMessage, { chatId, text: "hello" }), /There is no chat/);
});
