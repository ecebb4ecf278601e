import assert from "node:assert/strict";
import { test } from "node:test";
import { cookieOf, keyOf, sessionCookieName, sessionSecret, sessionTokenOf, signSessionCookie } from "./credentials.ts";

const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

test("a key travels as Bearer token or as password of Basic, whatever the user name", () => {
  assert.equal(keyOf("Bearer lum_x"), "lum_x");
  assert.equal(keyOf("bearer lum_x"), "lum_x");
  assert.equal(keyOf(basic("api:lum_x")), "lum_x");
  assert.equal(keyOf(basic(":lum_x")), "lum_x");
  assert.equal(keyOf(basic("a:b:c")), "b:c");
  for (const nothing of ["", "Bearer", "Digest lum_x", basic("no colon"), "Bearer a b"]) assert.equal(keyOf(nothing), null, nothing);
});

test("one cookie is found among many, and a broken one is none", () => {
  assert.equal(cookieOf("a=1; lumina.session_token=t.s%3D; b=2", "lumina.session_token"), "t.s=");
  assert.equal(cookieOf("xlumina.session_token=1", "lumina.session_token"), null);
  assert.equal(cookieOf("lumina.session_token=%E0%A4%A", "lumina.session_token"), null);
});

test("only what we signed is a session token", () => {
  const secret = sessionSecret(new Uint8Array(32));
  const value = decodeURIComponent(signSessionCookie("token", secret));
  assert.equal(sessionTokenOf(value, secret), "token");
  assert.equal(sessionTokenOf(value, "another secret"), null);
  assert.equal(sessionTokenOf(value.replace("token", "tokem"), secret), null);
  for (const broken of ["", ".", "token", "token.", ".abc", "token.AAAA"]) assert.equal(sessionTokenOf(broken, secret), null, broken);
});

test("under TLS the cookie's name holds browsers to it", () => {
  assert.equal(sessionCookieName(true), "__Secure-lumina.session_token");
});
