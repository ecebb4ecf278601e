import assert from "node:assert/strict";
import { test } from "node:test";
import type { Actor } from "../../kernel/ports.ts";
import { PrincipalCache } from "./principal-cache.ts";

const actor: Actor = { kind: "user", id: "u", name: "Ada", workspaceId: "w", role: "admin", projectGrants: {} };

test("everybody who asks at once shares one look-up", async () => {
  const cache = new PrincipalCache(1000, 10);
  let looks = 0;
  const look = async (): Promise<Actor> => {
    looks += 1;
    return actor;
  };
  await Promise.all(Array.from({ length: 50 }, () => cache.get("k", look)));
  assert.equal(looks, 1);
});

test("a look-up that began before a revocation is not kept", async () => {
  const cache = new PrincipalCache(1000, 10);
  let answer: (actor: Actor) => void = () => undefined;
  const slow = cache.get("k", () => new Promise((resolve) => (answer = resolve)));
  cache.forget(() => true);
  answer(actor);
  await slow;
  assert.equal(await cache.get("k", async () => null), null);
});

test("nobody and a failed look-up are asked again", async () => {
  const cache = new PrincipalCache(1000, 10);
  assert.equal(await cache.get("k", async () => null), null);
  await assert.rejects(cache.get("k", async () => Promise.reject(new Error("away"))));
  assert.equal(await cache.get("k", async () => actor), actor);
});

test("the one not used for longest goes first", async () => {
  const cache = new PrincipalCache(10_000, 2);
  const look = async (): Promise<Actor> => actor;
  await cache.get("a", look);
  await cache.get("b", look);
  await cache.get("a", look);
  await cache.get("c", look);
  let asked = false;
  await cache.get("a", async () => ((asked = true), actor));
  assert.equal(asked, false);
  await cache.get("b", async () => ((asked = true), actor));
  assert.equal(asked, true);
});
