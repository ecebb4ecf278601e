import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getProfile } from "../contract/profile.ts";
import { person } from "../self.ts";
import { readProfile } from "../store/people.ts";

export default implement(getProfile, async (ctx) => {
  const profile = await readProfile(ctx.tx, person(ctx));
  if (!profile) throw refuse("not_found", "Your profile does not exist any more.", "Sign in again.");
  return profile;
});
