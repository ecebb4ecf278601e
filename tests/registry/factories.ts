import { existsSync } from "node:fs";
import { join } from "node:path";
import { capabilities } from "../../src/main/capabilities.ts";
import type { InputFactories } from "../world.ts";

const folder = join(import.meta.dirname, "../../src/capabilities");

/** Every capability's `factory.ts`, joined: a valid input per operation name. */
export async function allFactories(): Promise<InputFactories> {
  const all: Record<string, InputFactories[string]> = {};
  for (const { name } of capabilities) {
    const file = join(folder, name, "factory.ts");
    if (existsSync(file)) Object.assign(all, ((await import(file)) as { inputs: InputFactories }).inputs);
  }
  return all;
}
