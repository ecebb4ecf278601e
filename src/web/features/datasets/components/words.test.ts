import { expect, test } from "vitest";
import { moved } from "../hooks/useRecipe.ts";
import { isCondition } from "./words.ts";

test("a condition on columns is told from words to look for", () => {
  for (const text of ["Age > 30", "Sex = 'male'", "`Cabin no` is missing", "Age between 1 and 2", "Sex in ('a')", "Name contains 'Mrs'"])
    expect(isCondition(text)).toBe(true);
  for (const text of ["male", "Mrs. Owen", "in the end", "C85"]) expect(isCondition(text)).toBe(false);
});

test("a step moves by one place and stays where there is none", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
});
