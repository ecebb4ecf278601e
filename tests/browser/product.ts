import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { freePort } from "../../src/db/embedded/ports.ts";
import { admin } from "../recovery/client.ts";
import { Instance } from "../recovery/instance.ts";
import { openBrowser, openContext, type Size, type Theme } from "../web/browser.ts";
import { pagesClient, type PagesClient } from "./pages-client.ts";

export interface SignedIn {
  context: BrowserContext;
  page: Page;
  /** What the page threw and wrote to its console as an error. */
  trouble: string[];
}

/** The product in a folder of its own, Chromium beside it, and its first administrator signed in. */
export interface Product {
  url: string;
  home: string;
  browser: Browser;
  workspaceId: string;
  /** `/w/<workspace>` */
  workspace: string;
  api: PagesClient;
  /** A browser of the administrator's own, in the theme that is then the profile's. */
  signedIn(size?: Size, theme?: Theme): Promise<SignedIn>;
  close(): Promise<void>;
}

/** Starts everything; `name` is in the folder's name. */
export async function openProduct(name: string): Promise<Product> {
  const home = mkdtempSync(join(tmpdir(), `lumina-${name}-`));
  const server = new Instance({ home, port: await freePort() });
  await server.start();
  const browser = await openBrowser();
  const context = await openContext(browser, server.url, "desktop", "dark");
  const page = await context.newPage();
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/w\//);
  const workspaceId = new URL(page.url()).pathname.split("/")[2] ?? "";
  const { cookies } = await context.storageState();
  const api = pagesClient(server.url, cookies, workspaceId);
  await context.close();
  return {
    url: server.url,
    home,
    browser,
    workspaceId,
    workspace: `/w/${workspaceId}`,
    api,
    signedIn: async (size = "desktop", theme = "dark") => {
      await api.patch("/profile", { theme });
      const own = await openContext(browser, server.url, size, theme);
      await own.addCookies(cookies);
      const shown = await own.newPage();
      shown.setDefaultTimeout(20_000);
      const trouble: string[] = [];
      shown.on("pageerror", (error) => trouble.push(error.message));
      shown.on("console", (message) => {
        if (message.type() === "error") trouble.push(message.text());
      });
      return { context: own, page: shown, trouble };
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await server.destroy();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
