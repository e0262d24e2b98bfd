import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { printHtml } from "../../src/report/html/html.ts";
import { BESIDE_SECONDARIES, LAGGING, reportOf } from "../deployments.ts";
import { FULL_DRIFT, FULL_REPORT } from "../full-report.ts";
import { requireTool } from "../tools.ts";
import { axeViolations, launchChromium, overflowOf, VIEWS } from "./chromium.ts";
import { BASE, FINE, PROBLEMS, STATES } from "./states.ts";
import { type Watched, watched } from "./watched.ts";

const program = requireTool("chromium", "chromium");

describe.skipIf(!program)("in Chromium", () => {
  let browser: Browser;
  let live: Watched;
  beforeAll(async () => {
    [browser, live] = await Promise.all([launchChromium(), watched(BASE)]);
  });
  afterAll(async () => {
    await browser.close();
    await live.stop();
  });

  /** A page, and everything that the browser had against it. */
  async function open(
    url: string,
    view: (typeof VIEWS)[number],
  ): Promise<{ page: Page; objections: string[] }> {
    const page = await browser.newPage({
      viewport: { width: view.width, height: 800 },
      colorScheme: view.theme,
      reducedMotion: "reduce",
    });
    const objections: string[] = [];
    page.on("console", (message) => void objections.push(message.text()));
    page.on("pageerror", (error) => void objections.push(String(error)));
    await page.goto(url);
    return { page, objections };
  }

  describe.each(Object.entries(STATES))("the page of watch, %s", (name, files) => {
    test.each(VIEWS)("$width px, $theme: nothing that axe finds, no scrolling to the side", async (view) => {
      const { report } = await live.save(files);
      expect(report.outcome).toBe(name === "problems" ? "wrong" : "fine");
      const { page, objections } = await open(live.url, view);
      await page.waitForSelector("#live:not(.gone)");
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      for (const details of await page.$$("main details:not([open]) > summary"))
        if (await details.isVisible()) await details.click();
      expect(await overflowOf(page)).toBe(0);
      expect(objections).toEqual([]);
      await page.close();
    });
  });

  test.each(
    Object.entries({
      full: FULL_REPORT,
      deployment: reportOf({ ...LAGGING, secondaries: BESIDE_SECONDARIES.secondaries!, drift: FULL_DRIFT }),
    }).flatMap(([name, report]) => VIEWS.map((view) => ({ name, report, ...view }))),
  )("a report as a file, $name, $width px, $theme", async ({ name, report, ...view }) => {
    const file = join(inject("runFolder"), `report-${name}-${view.width}-${view.theme}.html`);
    writeFileSync(file, printHtml(report));
    const { page, objections } = await open(`file://${file}`, view);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(objections).toEqual([]);
    await page.close();
  });

  test("the page renews itself after a save, and what was unfolded, typed and focused stays so", async () => {
    await live.save(FINE);
    const { page } = await open(live.url, VIEWS[1]!);
    await page.fill("#filter", "web");
    await page.focus("#question");
    await page.keyboard.type("www.exa");
    await live.save(PROBLEMS);
    await page.waitForSelector("text=192.0.2.256");
    expect(await page.textContent("h1")).toContain("error");
    expect(await page.title()).toContain("error");
    expect(await page.inputValue("#filter")).toBe("web");
    expect(await page.inputValue("#question")).toBe("www.exa");
    expect(await page.evaluate(`document.activeElement?.id`)).toBe("question");
    expect(await page.textContent("#heard")).toContain("error");
    await live.save(FINE);
    await page.waitForSelector("text=192.0.2.22");
    expect(await page.textContent("h1")).not.toContain("error");
    await page.close();
  });

  test("the box answers, with the way and what the nameserver says", async () => {
    await live.save(FINE);
    const { page } = await open(live.url, VIEWS[0]!);
    await page.fill("#question", "a.b.shop.example.com A");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#asked .way");
    const said = await page.textContent("#asked");
    expect(said).toContain("so *.shop.example.com. stands in");
    expect(said).toContain("web.example.com. 300 IN A 192.0.2.22");
    expect(said).toContain("NOERROR");
    expect(await overflowOf(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.fill("#question", "<img src=x> A");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#asked .tag.warning");
    expect(await page.$("#asked img")).toBeNull();
    await page.close();
  });

  test("by the keyboard alone: the first stop leads over all of it, then come contents, question, and what is folded", async () => {
    await live.save(PROBLEMS);
    const { page } = await open(live.url, VIEWS[1]!);
    const focused = () => page.evaluate(`document.activeElement?.textContent?.trim() ?? ""`);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    expect(await page.evaluate(`document.activeElement.getBoundingClientRect().left`)).toBeGreaterThanOrEqual(
      0,
    );
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Problems");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(`document.activeElement?.id`)).toBe("content");
    await page.focus("#names summary");
    const isOpen = () => page.evaluate(`document.querySelector("#names details")?.hasAttribute("open")`);
    const before = await isOpen();
    await page.keyboard.press("Enter");
    expect(await isOpen()).toBe(!before);
    await page.close();
  });

  test("without a script all is there, and the box asks all the same", async () => {
    await live.save(FINE);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(live.url);
    await page.fill("#question", "www.example.com");
    await page.click("text=Ask");
    expect(await page.textContent("#asked")).toContain("It is an alias");
    await context.close();
  });
});
