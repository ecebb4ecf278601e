import { getProfile } from "../../../capabilities/identity/contract/profile.ts";
import type { Asked } from "./asked.ts";
import type { Resolver } from "./graphql.ts";

/** Who and what the SDK talks to. */
export const serverQueries: Readonly<Record<string, Resolver<Asked>>> = {
  "query.viewer": async (_args, asked) => {
    const entity = await asked.entity();
    const profile = asked.actor.kind === "user" ? await asked.call(getProfile, {}) : null;
    return {
      id: asked.actor.id,
      entity,
      username: entity,
      name: asked.actor.name,
      email: profile?.email ?? null,
      admin: false,
      flags: "{}",
      teams: { edges: [{ node: { name: entity } }] },
    };
  },
  // None of what servers may do beyond the first protocol: the SDK then keeps to it.
  "query.serverInfo": async () => ({ features: [], cliVersionInfo: null, latestLocalVersionInfo: null }),
  // Entities have no organization here.
  "query.entity": async () => null,
};
