import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { admin } from "../recovery/client.ts";
import { axe, chromiumPath, openContext, settled } from "../web/browser.ts";
import { openProduct, type Product } from "./product.ts";

const skip = chromiumPath === null ? "no Chromium here" : false;

/** Pages of identity, projects, home and jobs, below `/w/<workspace>`. */
const pages = [
  "",
  "/projects",
  "/projects/new",
  "/jobs",
  "/settings/profile",
  "/settings/sessions",
  "/settings/keys?new=1",
  "/settings/members",
  "/settings/invitations?new=1",
  "/settings/workspace",
  "/nothing-here",
];

describe("pages in Chromium", { skip }, () => {
  let product: Product;
  let workspace = "";

  before(async () => {
    product = await openProduct("pages");
    workspace = product.workspace;
  });

  after(() => product?.close());

  for (const [size, theme] of [
    ["desktop", "dark"],
    ["desktop", "light"],
    ["narrow", "dark"],
  ] as const)
    test(`every page is axe clean, has one h1 and no error, ${size} ${theme}`, { timeout: 180_000 }, async () => {
      const { context, page, trouble } = await product.signedIn(size, theme);
      const findings: string[] = [];
      for (const path of pages) {
        await page.goto(workspace + path);
        await settled(page);
        assert.equal(await page.evaluate(`document.documentElement.dataset.theme`), theme);
        assert.equal(await page.locator("h1").count(), 1, `one h1 on ${path}`);
        assert.ok(await page.evaluate<boolean>(`document.documentElement.scrollWidth <= innerWidth`), `${path} scrolls sideways`);
        for (const each of await axe(page)) findings.push(`${path}: ${each.id} ${each.nodes.join(" | ").slice(0, 400)}`);
      }
      assert.deepEqual(findings, []);
      assert.deepEqual(trouble, []);
      await context.close();
    });

  test("with the pseudo-locale, 40 % longer, no page scrolls sideways and every text comes from the catalogue", { timeout: 120_000 }, async () => {
    const { context, page } = await product.signedIn("narrow", "dark");
    await page.goto(`${workspace}/settings/profile`);
    await product.api.patch("/profile", { language: "en-XA" });
    for (const path of pages) {
      await page.goto(workspace + path);
      await settled(page);
      assert.ok(await page.evaluate<boolean>(`document.documentElement.scrollWidth <= innerWidth`), `${path} scrolls sideways`);
      assert.match((await page.locator("h1").first().textContent()) ?? "", /[áëïöüñç·]/, `${path} is not translated`);
    }
    await product.api.patch("/profile", { language: "en" });
    await context.close();
  });

  test("first run: a broken file is refused with its reason, a good one becomes a dataset, by choosing a file", { timeout: 60_000 }, async () => {
    const { context, page } = await product.signedIn("desktop", "dark");
    await page.goto(workspace);
    await page.getByRole("heading", { name: "Upload a dataset" }).waitFor();
    const chooser = page.locator("input[type=file]");
    await chooser.setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
    assert.match((await page.getByRole("alert").textContent()) ?? "", /empty\.csv could not be read\./);
    await page.getByRole("button", { name: "Try again" }).click();
    const rows = Array.from({ length: 200 }, (_, i) => `${i},${i % 3},${i % 2 === 0 ? "yes" : "no"}`);
    await chooser.setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`id,group,answer\n${rows.join("\n")}\n`) });
    await page.waitForURL(/\/p\//);
    await page.getByRole("heading", { level: 1, name: "people" }).waitFor();
    await page.goto(workspace);
    await page.getByRole("heading", { name: "Serving now" }).waitFor();
    await context.close();
  });

  test("a project is made, archived and brought back by undo, by mouse and keyboard", { timeout: 60_000 }, async () => {
    const { context, page, trouble } = await product.signedIn("desktop", "dark");
    await page.goto(workspace);
    await settled(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("new project");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Name" }).fill("Churn early warning");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Churn early warning", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Archive" }).click();
    await page.getByText("Churn early warning archived").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "Churn early warning" }).waitFor();
    assert.deepEqual(trouble, []);
    await context.close();
  });

  test("a running job shows advancing counts and its log, live", { timeout: 120_000 }, async () => {
    const { context, page, trouble } = await product.signedIn("desktop", "dark");
    await page.goto(workspace);
    const project = await product.api.post<{ id: string }>("/projects", { name: "Live" });
    const { dataset } = await product.api.post<{ dataset: { id: string } }>("/datasets/samples", { projectId: project.id, sample: "titanic" });
    const input = {
      projectId: project.id,
      datasetId: dataset.id,
      target: "Survived",
      task: "classification",
      folds: 5,
      algorithms: ["logistic_regression", "random_forest"],
    };
    const { jobId } = await product.api.post<{ jobId: string }>("/training", input);
    await page.goto(`${workspace}/jobs/${jobId}`);
    const seen = new Set<number>();
    while ((await page.locator(".page-head .chip.ok").count()) === 0) {
      const text = await page
        .locator(".page .progress .num")
        .first()
        .textContent({ timeout: 500 })
        .catch(() => "");
      const done = /([\d,]+) of ([\d,]+)/.exec(text ?? "");
      if (done && done[1] !== done[2]) seen.add(Number(done[1]));
      await page.waitForTimeout(50);
    }
    assert.ok(seen.size >= 3, `counts seen before the end: ${[...seen].join(", ")}`);
    assert.deepEqual(
      [...seen],
      [...seen].toSorted((a, b) => a - b),
    );
    await page.getByText(/Random forest, fold 5: /).waitFor();
    assert.deepEqual(trouble, []);
    await context.close();
  });

  test("a new key is shown once, until “I have it”", { timeout: 60_000 }, async () => {
    const { context, page } = await product.signedIn("desktop", "dark");
    await page.goto(`${workspace}/settings/keys`);
    await page.getByRole("button", { name: "New key" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill("notebook");
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = (await page.locator(".note.ok .mono").textContent()) ?? "";
    assert.match(key, /^lum_[0-9A-Za-z]{36}$/);
    const answer = await fetch(`${product.url}/api/v1/profile`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(answer.status, 200);
    await page.getByRole("button", { name: "I have it" }).click();
    assert.equal(await page.getByText(key).count(), 0);
    await page.reload();
    await page.getByRole("rowheader", { name: "notebook" }).waitFor();
    assert.equal(await page.getByText(key).count(), 0);
    await context.close();
  });

  test("a colleague joins by an invitation link", { timeout: 60_000 }, async () => {
    const { context, page } = await product.signedIn("desktop", "dark");
    await page.goto(`${workspace}/settings/invitations?new=1`);
    await page.getByLabel("E-mail").fill("jonas@example.org");
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = (await page.locator(".note.ok .mono").textContent()) ?? "";
    const other = await openContext(product.browser, product.url, "desktop", "light");
    const guest = await other.newPage();
    await guest.goto(new URL(link).pathname);
    await guest.getByLabel("Your name").fill("Jonas Weber");
    await guest.getByLabel("Password").fill("another long password");
    await guest.getByRole("button", { name: "Join" }).click();
    await guest.waitForURL(new RegExp(workspace));
    await guest.goto(`${workspace}/settings/members`);
    await guest.getByRole("rowheader", { name: /Jonas Weber/ }).waitFor();
    assert.equal(await guest.getByRole("button", { name: "Invite" }).count(), 0);
    await other.close();
    await context.close();
  });

  test("a viewer of a wrong password is told nothing about the address", { timeout: 60_000 }, async () => {
    const context = await openContext(product.browser, product.url, "desktop", "dark");
    const page = await context.newPage();
    const texts: (string | null)[] = [];
    for (const email of [admin.email, "nobody@example.org"]) {
      await page.goto("/login");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill("wrong password");
      await page.getByRole("button", { name: "Sign in" }).click();
      texts.push(await page.getByRole("alert").textContent());
    }
    assert.equal(texts[0], texts[1]);
    await context.close();
  });
});
