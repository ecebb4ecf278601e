import { implement } from "../../../kernel/implement.ts";
import { createServiceAccountKey } from "../contract/service-accounts.ts";
import { issueKey } from "../keys.ts";

export default implement(createServiceAccountKey, (ctx, { serviceAccountId, ...settings }) =>
  issueKey(ctx, { kind: "service", id: serviceAccountId }, settings),
);
