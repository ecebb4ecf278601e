import type { Loop } from "../../kernel/ctx.ts";
import { clearAttempts } from "./store/attempts.ts";
import { clearExpired } from "./store/people.ts";

const hourMs = 3_600_000;

/** Forgets old attempts and ended sessions. */
export const tidyAttempts: Loop = {
  name: "identity.tidy",
  intervalMs: hourMs,
  run: (tools) =>
    tools.transaction(null, async (tx) => {
      await clearAttempts(tx, new Date(tools.now().getTime() - 24 * hourMs));
      await clearExpired(tx);
    }),
};
