import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { EXAMPLE } from "../../playground/example.ts";
import { linkOf, type Written } from "../../playground/link.ts";
import { playgroundPage } from "../../scripts/playground-page.ts";
import { launchChromium } from "../live/chromium.ts";

/** The page as a file on this disk, in Chromium. */
export interface Playground {
  readonly browser: Browser;
  /** `file://…` */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** A page that was opened, with the addresses that it asked for and what its policy or its script objected to. */
export interface Opened {
  readonly page: Page;
  readonly asked: readonly string[];
  readonly objections: readonly string[];
}

/** Builds the page and starts Chromium. */
export async function startPlayground(): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-playground-"));
  const [page, browser] = await Promise.all([playgroundPage(), launchChromium()]);
  writeFileSync(join(folder, "playground.html"), page);
  return {
    browser,
    address: pathToFileURL(join(folder, "playground.html")).href,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens it, and waits until it has looked once. */
export async function open(
  { browser, address }: Playground,
  hash = "",
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked: string[] = [];
  const objections: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => objections.push(String(error)));
  page.on("console", (message) => objections.push(message.text()));
  await page.goto(`${address}${hash}`);
  await looked(page, 1);
  return { page, asked, objections };
}

/** Waits until the page has looked so often: a function would be refused by its policy. */
async function looked(page: Page, times: number): Promise<void> {
  await page.waitForSelector(`html[data-looks="${times}"]`, { state: "attached" });
}

/** Does something, and waits for the look that it makes. */
export async function andLook(page: Page, does: () => Promise<unknown>): Promise<void> {
  const times = Number(await page.getAttribute("html", "data-looks"));
  await does();
  await looked(page, times + 1);
}

/** Writes into the file that is shown. */
export function write(page: Page, text: string): Promise<void> {
  return andLook(page, () => page.fill(".panel:not([hidden]) .text", text));
}

/** Asks, and gives what is shown of the answer. */
export async function ask(page: Page, question: string): Promise<string> {
  const times = Number(await page.getAttribute("html", "data-answers"));
  await page.fill("#question", question);
  await page.press("#question", "Enter");
  await page.waitForSelector(`html[data-answers="${times + 1}"]`, { state: "attached" });
  return textOf(page, "#answer");
}

/** What is shown in a place. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.textContent(selector)) ?? "";
}

/** The `#…` of the page's link for this, beside what stands there at first. */
export async function hashOf(written: Partial<Written>): Promise<string> {
  return `#${await linkOf({ ...EXAMPLE, ...written })}`;
}
