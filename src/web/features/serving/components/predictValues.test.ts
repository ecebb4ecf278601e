import { expect, test } from "vitest";
import { curlOf, rowOf, v2Body, wrongWith } from "./predictValues.ts";

const inputs = [
  { name: "Age", type: "number", required: true },
  { name: "Sex", type: "string", required: false },
  { name: "Alone", type: "boolean", required: false },
];

test("a row takes numbers as numbers and leaves empty fields out, so that the model sees them as missing", () => {
  expect(rowOf(inputs, { Age: "30,5", Sex: "", Alone: "true" })).toEqual({ Age: 30.5, Alone: true });
});

test("an empty needed field and a word for a number are named before anything is sent", () => {
  expect(inputs.map((input) => wrongWith(input, input.name === "Age" ? "old" : ""))).toEqual(["number", null, null]);
  expect(wrongWith({ name: "Age", type: "number", required: true }, " ")).toBe("needed");
});

test("the V2 body has one tensor for each field with a value, and a quote survives the shell", () => {
  const body = v2Body(inputs, { Age: 30, Sex: "it's" });
  expect(body).toEqual({
    inputs: [
      { name: "Age", shape: [1, 1], datatype: "FP64", data: [30] },
      { name: "Sex", shape: [1, 1], datatype: "BYTES", data: ["it's"] },
    ],
  });
  expect(curlOf("http://x/v2", body)).toContain(String.raw`it'\''s`);
});
