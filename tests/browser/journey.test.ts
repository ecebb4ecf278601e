import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { titanicCsv } from "../../src/capabilities/datasets/domain/titanic.ts";
import { admin } from "../recovery/client.ts";
import { Instance } from "../recovery/instance.ts";
import { chromiumPath, openBrowser, openContext, settled } from "../web/browser.ts";
import { freePort } from "../../src/db/embedded/ports.ts";

const skip = chromiumPath === null ? "no Chromium here" : false;
const bob = { email: "bob@example.org", password: "a second long password", name: "Bob" };
const shared = process.env.LUMINA_SHARED ?? join(import.meta.dirname, "../../../shared");
const real = join(shared, "data/titanic.csv");

/** With LUMINA_PICTURES set, every station of the journey leaves a picture there. */
const pictures = process.env.LUMINA_PICTURES;

describe("the journey by mouse", { skip }, () => {
  const home = mkdtempSync(join(tmpdir(), "lumina-journey-"));
  let product: Instance;
  let browser: Browser;
  let page: Page;
  let station = 0;

  before(async () => {
    product = new Instance({ home, port: await freePort() });
    await product.start();
    browser = await openBrowser();
    page = await signedIn(admin.email, admin.password);
  });

  after(async () => {
    if (pictures !== undefined) await page?.screenshot({ path: join(pictures, "last.png") });
    await browser?.close();
    await product?.stop();
    await product?.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  async function signedIn(email: string, password: string): Promise<Page> {
    const context = await openContext(browser, product.url, "desktop", "dark");
    const fresh = await context.newPage();
    fresh.setDefaultTimeout(20_000);
    await fresh.goto("/login");
    await fresh.getByLabel("E-mail").fill(email);
    await fresh.getByLabel("Password").fill(password);
    await fresh.getByRole("button", { name: "Sign in" }).click();
    await fresh.waitForURL(/\/w\//);
    await settled(fresh);
    return fresh;
  }

  async function shown(name: string, from: Page = page): Promise<void> {
    await settled(from);
    station += 1;
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await from.screenshot({ path: join(pictures, `${String(station).padStart(2, "0")}-${name}.png`) });
  }

  /** The service of a second member: invited and registered as the sign-in pages do it. */
  async function secondMember(): Promise<Page> {
    const csrf = { "content-type": "application/json", "x-lumina-csrf": "1", origin: product.url };
    const answer = await page.request.post(`${product.url}/api/v1/invitations`, { headers: csrf, data: { email: bob.email, role: "project_manager" } });
    const { token } = (await answer.json()) as { token: string };
    const registered = await page.request.fetch(`${product.url}/auth/sign-up/email`, { method: "POST", headers: csrf, data: { ...bob, invitation: token } });
    assert.ok(registered.ok(), await registered.text());
    return await signedIn(bob.email, bob.password);
  }

  test("from a dropped file to a watched model in production, with a second person, the assistant and the audit log", { timeout: 300_000 }, async () => {
    const table = join(home, "titanic.csv");
    writeFileSync(table, titanicCsv(42));
    await shown("first-run");

    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles(existsSync(real) ? real : table);
    await page.waitForURL(/datasets\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { name: "Quality", exact: true }).waitFor();
    await page.getByText("891 of 891 rows").waitFor();
    await shown("preview");
    await page.getByRole("link", { name: "Profile", exact: true }).click();
    await page.getByRole("heading", { name: "Correlations" }).waitFor();
    await shown("profile");

    await page.getByRole("button", { name: "Clean", exact: true }).click();
    await page.getByRole("button", { name: "Apply as v2" }).waitFor();
    await shown("clean");
    await page.getByRole("button", { name: "Apply as v2" }).click();
    await page.getByText(/v2/).first().waitFor();
    await page.waitForTimeout(1500);

    await page.getByRole("link", { name: "Datasets" }).first().click();
    await page.getByRole("link", { name: "titanic", exact: true }).first().click();
    await page.getByRole("button", { name: "Train a model" }).click();
    await page.getByRole("heading", { name: "Train a model", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Survived", exact: true }).click();
    await page.getByRole("checkbox", { name: /XGBoost/ }).waitFor();
    await shown("train-form");
    const seen = new Set<string>();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForURL(/training\/[0-9a-f-]{36}/);
    const until = Date.now() + 120_000;
    while (Date.now() < until && (await page.getByRole("button", { name: "Stop" }).count()) + Number(seen.size === 0) > 0) {
      const steps = await page
        .getByText(/^\d+ of \d+ steps$/)
        .first()
        .textContent({ timeout: 2000 })
        .catch(() => null);
      if (steps) seen.add(steps);
      await page.waitForTimeout(100);
    }
    assert.ok(seen.size >= 3, `progress advances while it is looked at: ${[...seen].join(", ")}`);
    await shown("training");

    await page.getByRole("button", { name: "Register as a model" }).click();
    await page.getByLabel("Name of the model").fill("survival");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Register the model" }).click();
    await page.waitForURL(/models\/[0-9a-f-]{36}\/1/);
    await page.getByRole("heading", { name: "Served equals native" }).waitFor();
    await shown("version");

    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByRole("button", { name: "Deploy to staging" }).click();
    await page.waitForURL(/deployments\/[0-9a-f-]{36}/);
    await page.getByRole("button", { name: "Predict", exact: true }).click();
    await page.getByRole("heading", { name: "Last answer" }).waitFor();
    await shown("predict");

    const colleague = await secondMember();
    await page.getByRole("link", { name: "Models", exact: true }).first().click();
    await page.getByRole("link", { name: "survival", exact: true }).first().click();
    await page.getByRole("button", { name: "Move v1" }).click();
    await page.getByText("Promote to production", { exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").first().fill("best of five");
    await dialog.getByRole("button", { name: "Promote to production" }).click();
    await page.getByRole("link", { name: "Approvals", exact: true }).first().click();
    await page
      .getByRole("link", { name: /^Asked by me/ })
      .or(page.getByRole("tab", { name: /^Asked by me/ }))
      .first()
      .click();
    await settled(page);
    const mine = page.getByText("You asked for this, so someone else must decide.");
    if ((await mine.count()) === 0)
      await page
        .getByText(/survival/)
        .first()
        .click();
    await mine.waitFor();
    assert.equal(await page.getByRole("button", { name: "Approve", exact: true }).count(), 0, "its maker gets no decision buttons");
    await shown("asked");

    await colleague.getByRole("link", { name: "Approvals", exact: true }).first().click();
    await settled(colleague);
    const approve = colleague.getByRole("button", { name: "Approve", exact: true });
    if ((await approve.count()) === 0)
      await colleague
        .getByText(/survival/)
        .first()
        .click();
    await approve.waitFor();
    await shown("approval", colleague);
    await colleague.getByRole("button", { name: "Approve", exact: true }).click();
    await approve.waitFor({ state: "detached" });

    await page.getByRole("link", { name: "Models", exact: true }).first().click();
    await page.getByRole("link", { name: "survival", exact: true }).first().click();
    await page.getByText("Production", { exact: true }).first().waitFor();
    await shown("in-production");

    await page.getByRole("link", { name: "Monitoring", exact: true }).first().click();
    await page.getByRole("link", { name: "survival-staging", exact: true }).first().click();
    await page.getByRole("button", { name: "Simulate drift" }).click();
    await page.getByRole("button", { name: /^Send .* simulated rows$/ }).waitFor();
    await shown("simulate");
    await page.getByRole("button", { name: /^Send .* simulated rows$/ }).click();
    await page.getByText("Simulated rows are in", { exact: false }).first().waitFor({ timeout: 60_000 });
    await page.getByText("These figures come from rows sent by", { exact: false }).first().waitFor();
    await page.keyboard.press("Escape");
    await shown("drift");

    await page.keyboard.press("Control+j");
    await page.getByRole("textbox", { name: "Say what to do, or ask" }).fill("download the processed dataset");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("button", { name: "Approve and run" }).click();
    await page.getByText("Plan, done").first().waitFor({ timeout: 60_000 });
    await shown("assistant");

    await page.getByRole("link", { name: "Audit", exact: true }).first().click();
    await page.getByText("datasets.download").first().waitFor();
    await shown("audit");
  });
});
