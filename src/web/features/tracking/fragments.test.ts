import { expect, test } from "vitest";
import { manifest } from "./manifest.ts";

const pathOf = (hash: string): string | undefined => {
  for (const { pattern, to } of manifest.fragments ?? []) {
    const found = pattern.exec(hash);
    if (found) return to(found);
  }
  return undefined;
};

test("the addresses MLflow's client prints lead to the run and to the experiment", () => {
  expect(pathOf("#/experiments/12/runs/01a1fcc286dd74c990dd7be94ef6b5f8")).toBe("runs/01a1fcc2-86dd-74c9-90dd-7be94ef6b5f8");
  expect(pathOf("#/experiments/12")).toBe("experiments/number/12");
  expect(pathOf("#/experiments/12/runs/01a1fcc286dd74c990dd7be94ef6b5f8/artifacts")).toBe("runs/01a1fcc2-86dd-74c9-90dd-7be94ef6b5f8");
  expect(pathOf("#section")).toBeUndefined();
});
