import { refuse } from "../../../kernel/contract/errors.ts";
import { isReserved } from "../domain/prompts.ts";

/** @throws Refusal where a tag says what the thing is: that stays as it was made. */
export function checkKeys(keys: readonly string[]): void {
  const reserved = keys.find(isReserved);
  if (reserved !== undefined)
    throw refuse(
      "conflict",
      `The tag ${reserved} says whether this is a model or a prompt, and that does not change.`,
      "Make a prompt under a name of its own.",
    );
}

/** The tags that change something. */
export function changed(now: Readonly<Record<string, string>>, wish: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(wish).filter(([key, value]) => now[key] !== value);
}
