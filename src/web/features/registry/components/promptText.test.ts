import { expect, test } from "vitest";
import { promptText, textDiff } from "./promptText.ts";

test("what two texts share, and what took a line's place, stands in one row", () => {
  expect(textDiff("a\nb\nc", "a\nx\nc\nd").map((l) => [l.before, l.after])).toEqual([
    ["a", "a"],
    ["b", "x"],
    ["c", "c"],
    [null, "d"],
  ]);
});

test("a chat is written as its messages; what is no chat stays as it is", () => {
  const tags = (text: string, chat: boolean) => ({ tags: { "mlflow.prompt.text": text, ...(chat && { _mlflow_prompt_type: "chat" }) } });
  expect(promptText(tags('[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes?"}]', true))).toBe("user:\nHi\n\nassistant:\nYes?");
  expect(promptText(tags("Hello {{name}}", false))).toBe("Hello {{name}}");
  expect(promptText(tags("{broken", true))).toBe("{broken");
});
