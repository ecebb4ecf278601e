import * as z from "zod";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { Profile, updateProfile } from "../contract/profile.ts";
import { needScope, person } from "../self.ts";
import { readProfile, writeProfile } from "../store/people.ts";

const Changeable = z.object({ name: Profile.shape.name, language: Profile.shape.language, timeZone: Profile.shape.timeZone, theme: Profile.shape.theme });
const Undone = Changeable.extend({ id: z.uuid() });
type Changeable = z.output<typeof Changeable>;

function changeable({ name, language, timeZone, theme }: Profile): Changeable {
  return { name, language, timeZone, theme };
}

async function current(ctx: Ctx): Promise<Profile> {
  const profile = await readProfile(ctx.tx, person(ctx));
  if (!profile) throw refuse("not_found", "Your profile does not exist any more.", "Sign in again.");
  return profile;
}

export default implement(
  updateProfile,
  async (ctx, input) => {
    needScope(ctx, "profile:self");
    const profile = await current(ctx);
    const before = changeable(profile);
    const after: Changeable = {
      name: input.name ?? before.name,
      language: input.language ?? before.language,
      timeZone: input.timeZone ?? before.timeZone,
      theme: input.theme ?? before.theme,
    };
    if (JSON.stringify(before) === JSON.stringify(after)) {
      ctx.unchanged();
      return profile;
    }
    await writeProfile(ctx.tx, profile.id, after);
    ctx.audit({ before, after });
    ctx.recordUndo({ id: profile.id, ...before });
    ctx.emit("members", profile.id);
    return { ...profile, ...after };
  },
  {
    undo: async (ctx, state) => {
      const profile = await current(ctx);
      const { id, ...before } = Undone.parse(state);
      if (id !== profile.id) throw refuse("forbidden", "This is another person's profile.", "Only they can undo the change.");
      await writeProfile(ctx.tx, profile.id, before);
      ctx.emit("members", profile.id);
    },
  },
);
