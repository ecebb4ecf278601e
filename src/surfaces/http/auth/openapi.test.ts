import assert from "node:assert/strict";
import { test } from "node:test";
import Fastify from "fastify";
import { ceremonyPaths } from "./openapi.ts";
import { authPlugin } from "./plugin.ts";

test("every ceremony is documented, and nothing that does not exist", () => {
  const app = Fastify();
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url }) => void routes.push(`${String(method)} ${url}`));
  authPlugin({ ceremonies: {} as never, cookieName: "c", secure: false })(app, {} as never);
  const written = Object.entries(ceremonyPaths()).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  // The printed link is opened in a browser; a program posts its token.
  const callable = routes.filter((route) => !route.startsWith("HEAD") && !route.includes("/auth/link/:token"));
  assert.deepEqual(written.toSorted(), callable.toSorted());
});

test("what needs no sign-in says so", () => {
  const paths = ceremonyPaths() as Record<string, { post?: { security: unknown[] } }>;
  assert.deepEqual(paths["/auth/sign-in/email"]?.post?.security, []);
  assert.equal(paths["/auth/password"]?.post?.security.length, 1);
});
