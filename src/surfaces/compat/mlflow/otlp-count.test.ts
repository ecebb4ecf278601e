import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { readExport } from "./otlp-read.ts";

const tooLarge = (error: unknown): boolean => error instanceof Refusal && error.code === "too_large";

test("an export of millions of empty messages is refused before it is read", () => {
  const started = performance.now();
  assert.throws(() => readExport(Buffer.alloc(8_000_000, Buffer.from([0x0a, 0])), false), tooLarge);
  assert.throws(() => readExport(Buffer.from(`{"resourceSpans":[${"{},".repeat(2_000_000)}{}]}`), true), tooLarge);
  assert.ok(performance.now() - started < 3000);
});

test("a long text with commas and braces counts once", () => {
  const span = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174", name: 'a,{[\\"'.repeat(500_000) };
  const { spans } = readExport(Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })), true);
  assert.deepEqual([spans.length, spans[0]?.name.length], [1, 10_000]);
});

test("values nested without end, or longer than their message, are no OTLP", () => {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >> 7)]);
  const wrap = (inner: Buffer, field: number): Buffer => Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(inner.length)]), inner]);
  let value: Buffer = Buffer.alloc(0);
  for (let i = 0; i < 10_000; i += 1) value = wrap(wrap(value, 1), 5);
  const deep = [2, 1, 1, 1].reduce(wrap, value);
  for (const body of [Buffer.from([0x0a, 0x7f, 1]), deep]) assert.throws(() => readExport(body, false), { status: 400 });
});
