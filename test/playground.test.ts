import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playgroundPage } from "../scripts/playground-page.ts";
import { axeViolations, launchChromium, overflowOf, VIEWS } from "./live/chromium.ts";

let folder: string;
let address: string;
let size: number;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-playground-"));
  const page = await playgroundPage();
  size = Buffer.byteLength(page);
  writeFileSync(join(folder, "playground.html"), page);
  address = pathToFileURL(join(folder, "playground.html")).href;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the page is one file of a megabyte at most", () => {
  expect(size).toBeLessThan(1_000_000);
});

test("a zone is checked, compared, rendered and answered for, and nothing is asked of anybody", async () => {
  const { page, asked, objections } = await open(address);
  await settled(page, 1);
  expect(await textOf(page, "#head")).toContain("All is right");
  expect(await textOf(page, "#answer")).toContain("*.apps.example.com. stands in");
  expect(await textOf(page, "#answer")).toContain("shop.apps.example.com. 3600 IN A 192.0.2.90");
  expect(await textOf(page, "#found")).toContain("192.0.2.91");
  expect(await textOf(page, "#file")).toContain("mail.example.com. 3600 IN A 192.0.2.25");
  expect(asked).toEqual([address]);
  expect(objections).toEqual([]);
  await page.close();
});

test("what is wrong is told at its line, and an answer in the negative is the server's own", async () => {
  const { page } = await open(address);
  await settled(page, 1);
  await page.fill("#text", "www:\n  type: A\n  value: 192.0.2.256\n");
  await settled(page, 2);
  expect(await textOf(page, "#found")).toContain("zones/example.com.yaml:3");
  expect(await textOf(page, "#found")).toContain("192.0.2.256");
  expect(await page.isHidden("#file")).toBe(true);
  await page.fill("#text", "www:\n  type: A\n  value: 192.0.2.80\n  tpye: A\n");
  await settled(page, 3);
  expect(await textOf(page, "#found")).toContain('"tpye"');
  await page.fill("#text", "www:\n  type: A\n  value: 192.0.2.80\n");
  await settled(page, 4);
  await page.fill("#question", "nowhere.example.com MX");
  await page.press("#question", "Enter");
  await page.locator("#answer", { hasText: "nowhere" }).waitFor();
  expect(await textOf(page, "#answer")).toContain("NXDOMAIN");
  await page.close();
});

test("a link has all that was written; one that was cut says so", async () => {
  const { page } = await open(address);
  await settled(page, 1);
  await page.fill("#text", "www:\n  type: A\n  value: 192.0.2.7\n");
  await settled(page, 2);
  await page.click("#copy");
  await page.waitForURL(/#./);
  const link = page.url();
  await page.close();
  const again = await open(link);
  await settled(again.page, 1);
  expect(await again.page.inputValue("#text")).toBe("www:\n  type: A\n  value: 192.0.2.7\n");
  expect(again.asked).toEqual([address]); // what is behind the # goes nowhere
  await again.page.close();
  const cut = await open(link.slice(0, -40));
  await settled(cut.page, 1);
  expect(await textOf(cut.page, "#link-said")).toContain("cannot be read");
  await cut.page.close();
});

test.each(VIEWS)("at $width px in $theme everybody can use it", async ({ width, theme }) => {
  const page = await browser.newPage({
    viewport: { width, height: 800 },
    colorScheme: theme,
    bypassCSP: true,
  });
  await page.goto(address);
  await settled(page, 1);
  expect(await axeViolations(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
  await page.close();
});

/** A page, with the addresses that it asked for and what its policy or its script objected to. */
async function open(url: string) {
  const page = await browser.newPage();
  const asked: string[] = [];
  const objections: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => objections.push(String(error)));
  page.on("console", (message) => objections.push(message.text()));
  await page.goto(url);
  return { page, asked, objections };
}

/** The page has looked so often. */
async function settled(page: Page, looks: number): Promise<void> {
  await page.waitForSelector(`html[data-looks="${looks}"]`); // a function would be refused by the page's policy
}

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.textContent(selector)) ?? "";
}
