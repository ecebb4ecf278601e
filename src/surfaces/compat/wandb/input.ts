import type { Args } from "./graphql.ts";
import { WandbError } from "./problems.ts";

/** A text argument; null where it was not sent. @throws WandbError where it is something else */
export function text(args: Args, name: string): string | null {
  const value = args[name];
  if (value === null || value === undefined) return null;
  if (typeof value !== "string") throw new WandbError(`${name} must be a text.`, 422);
  return value;
}

export function required(args: Args, name: string): string {
  const value = text(args, name);
  if (value === null || value === "") throw new WandbError(`${name} is missing.`, 422);
  return value;
}

export function list(args: Args, name: string): readonly unknown[] | null {
  const value = args[name];
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) throw new WandbError(`${name} must be a list.`, 422);
  return value;
}

export function record(args: Args, name: string): Args {
  const value = args[name];
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new WandbError(`${name} must be an object.`, 422);
  return value as Args;
}
