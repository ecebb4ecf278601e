import { existsSync } from "node:fs";
import axeCore from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** Debian's Chromium; null where there is none, so that tests can skip by name. */
export const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path)) ?? null;

export const sizes = {
  desktop: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
} as const;
export type Size = keyof typeof sizes;
export type Theme = "dark" | "light";

/** Starts Chromium without a sandbox, as containers need it. @throws Error where there is no Chromium. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error("No Chromium here; install Debian's chromium.");
  return await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
}

/** A context of one size and theme; motion is reduced so that pictures are still. */
export async function openContext(browser: Browser, baseURL: string, size: Size, theme: Theme): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: sizes[size],
    reducedMotion: "reduce",
    colorScheme: theme,
    hasTouch: size === "narrow",
    timezoneId: "UTC",
    locale: "en-GB",
  });
  await setTheme(context, theme);
  return context;
}

/** The theme this browser chose; the profile's own wins after sign-in. */
export async function setTheme(context: BrowserContext, theme: Theme): Promise<void> {
  await context.addInitScript(`localStorage.setItem("lumina.theme", ${JSON.stringify(theme)})`);
}

/** Waits until nothing is loading: no busy region, fonts ready, network quiet for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("domcontentloaded");
  await until(page, `document.querySelector("#root")?.childElementCount !== 0`);
  await page.waitForTimeout(350);
  await until(page, `document.querySelector("[aria-busy=true]") === null`);
  await page.evaluate(`document.fonts.ready.then(() => true)`);
  await page.waitForTimeout(150);
}

/** Polls from outside: the page's own policy forbids evaluation inside it. */
async function until(page: Page, expression: string, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end && !(await page.evaluate<boolean>(expression).catch(() => false))) await page.waitForTimeout(50);
}

export interface AxeFinding {
  id: string;
  impact: string;
  help: string;
  nodes: string[];
}

interface AxeRun {
  violations: { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** WCAG 2.2 A and AA findings of a page by axe. */
export async function axe(page: Page): Promise<AxeFinding[]> {
  await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate<AxeRun>(`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`);
  return violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary}`) }));
}
