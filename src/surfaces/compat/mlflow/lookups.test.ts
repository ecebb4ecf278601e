import assert from "node:assert/strict";
import { test } from "node:test";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Asked } from "./dialect.ts";
import { lookups } from "./lookups.ts";
import { MlflowError } from "./problems.ts";

test("a request that names a hundred thousand experiments asks for a thousand", async () => {
  let calls = 0;
  const asked = {
    actor: { workspaceId: "w" },
    request: {},
    call: () => {
      calls += 1;
      return Promise.reject(refuse("not_found", "There is none.", "List them."));
    },
  } as unknown as Asked;
  const { byNumber } = lookups();
  const answers = await Promise.allSettled(Array.from({ length: 100_000 }, (_, i) => byNumber(asked, String(i + 1))));
  assert.equal(calls, 1000);
  const codes = answers.map((a) => a.status === "rejected" && a.reason instanceof MlflowError && a.reason.code);
  assert.deepEqual([codes[0], codes[999], codes[1000]], ["RESOURCE_DOES_NOT_EXIST", "RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"]);
});
