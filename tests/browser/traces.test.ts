import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, chromiumPath, settled } from "../web/browser.ts";
import { openProduct, type Product } from "./product.ts";

const skip = chromiumPath === null ? "no Chromium here" : false;
const [good, bad] = [`tr-${"a1".repeat(16)}`, `tr-${"b2".repeat(16)}`];
const ns = (ms: number): string => String(1_767_225_600_000_000_000n + BigInt(ms) * 1_000_000n);

/** An agent that looks something up and asks a model; in the second trace the look-up fails. */
function spans(traceId: string, failed: boolean): object[] {
  const id = (n: number): string => n.toString(16).padStart(16, "0");
  const status = failed ? "ERROR" : "OK";
  const question = { messages: [{ role: "user", content: "Where is my parcel?" }] };
  const exception = { "exception.message": "no order 13", "exception.stacktrace": 'Traceback:\n  File "shop.py", line 3' };
  return [
    {
      traceId,
      id: id(1),
      name: "support",
      type: "AGENT",
      status,
      startNs: ns(0),
      endNs: ns(200),
      attributes: { "mlflow.spanInputs": question, "mlflow.spanOutputs": "On Monday." },
    },
    {
      traceId,
      id: id(2),
      parentId: id(1),
      name: "look up",
      type: "TOOL",
      status,
      statusMessage: failed ? "no order 13" : null,
      startNs: ns(10),
      endNs: ns(60),
      attributes: { "mlflow.spanInputs": { order: 13 } },
      events: failed ? [{ name: "exception", atNs: ns(55), attributes: exception }] : [],
    },
    {
      traceId,
      id: id(3),
      parentId: id(1),
      name: "ask",
      type: "LLM",
      status: "OK",
      startNs: ns(60),
      endNs: ns(190),
      attributes: { "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 3 },
    },
  ];
}

describe("traces in Chromium", { skip }, () => {
  let product: Product;
  let workspace = "";

  before(async () => {
    product = await openProduct("traces");
    workspace = product.workspace;
    const project = await product.api.post<{ id: string }>("/projects", { name: "Shop" });
    const experiment = await product.api.post<{ id: string }>("/experiments", { projectId: project.id, name: "support" });
    await product.api.post("/traces/spans", { experimentId: experiment.id, spans: [...spans(good, false), ...spans(bad, true)] });
  });

  after(() => product?.close());

  for (const [size, theme] of [
    ["desktop", "dark"],
    ["desktop", "light"],
    ["narrow", "light"],
  ] as const)
    test(`list and trace are axe clean and do not scroll sideways, ${size} ${theme}`, { timeout: 90_000 }, async () => {
      const { page, trouble, context } = await product.signedIn(size, theme);
      for (const path of [
        "/traces",
        `/traces/${good}`,
        `/traces/${bad}?view=events`,
        "/traces?where=span.color%20%3D%20'x'",
        "/traces?state=running",
        "/traces/tr-none",
      ]) {
        await page.goto(workspace + path);
        await settled(page);
        assert.equal(await page.locator("h1").count(), 1, path);
        assert.ok(await page.evaluate<boolean>(`document.documentElement.scrollWidth <= innerWidth`), `${path} scrolls sideways`);
        assert.deepEqual(await axe(page), [], path);
      }
      // A trace that is not there is answered 404, which Chromium writes to its console.
      assert.deepEqual(
        trouble.filter((text) => !text.startsWith("Failed to load resource")),
        [],
      );
      await context.close();
    });

  test("a failed trace is found by its spans and opens at the span that failed", { timeout: 60_000 }, async () => {
    const { page, context } = await product.signedIn("desktop", "dark");
    await page.goto(`${workspace}/traces`);
    const rows = page.getByRole("link", { name: "support", exact: true });
    await rows.nth(1).waitFor();
    const filter = page.getByRole("textbox", { name: /Filter traces/ });
    await filter.fill("span.name = 'look up' AND span.status = 'ERROR'");
    await filter.press("Enter");
    await page.waitForURL(/where=/);
    await rows.nth(1).waitFor({ state: "detached" });
    await rows.first().click();
    await page.getByRole("heading", { name: "look up" }).waitFor();
    await page.getByRole("alert").getByText("no order 13").waitFor();
    await page.getByText("Events (1)").click();
    await page.getByText('File "shop.py", line 3').waitFor();
    await filter.waitFor({ state: "detached" });
    await page.goto(`${workspace}/traces?where=span.color%20%3D%20'x'`);
    await page.getByText(/color is not one of/).waitFor();
    await context.close();
  });

  test("spans are walked, folded and chosen by keyboard; the address keeps the choice", { timeout: 60_000 }, async () => {
    const { page, context } = await product.signedIn("desktop", "dark");
    await page.goto(`${workspace}/traces/${good}`);
    await page.getByText("15 tokens (12 in, 3 out)").waitFor();
    await page.getByText("Where is my parcel?").waitFor();
    await page.getByRole("tree").focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.getByRole("treeitem").count(), 1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    await page.getByRole("heading", { name: "ask" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "ask" }).waitFor();
    await context.close();
  });

  test("feedback is given, changed and deleted by mouse", { timeout: 60_000 }, async () => {
    const { page, context } = await product.signedIn("desktop", "light");
    await page.goto(`${workspace}/traces/${good}`);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Say it.").first().waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("helpful");
    await page.getByRole("textbox", { name: "Value" }).fill("4.5");
    await page.getByRole("textbox", { name: "Why" }).fill("It says when.");
    await page.getByRole("button", { name: "Save" }).click();
    const one = page.getByRole("listitem").filter({ hasText: "helpful" });
    await one.getByText("4.5").waitFor();
    await page.getByRole("button", { name: "Change helpful" }).click();
    await page.getByRole("textbox", { name: "Value" }).fill('{"stars": 5}');
    await page.getByRole("button", { name: "Save" }).click();
    await one.getByText('{"stars":5}').waitFor();
    await page.getByRole("button", { name: "Delete helpful" }).click();
    await page.getByRole("button", { name: "Delete the assessment" }).click();
    await one.waitFor({ state: "detached" });
    await context.close();
  });
});
