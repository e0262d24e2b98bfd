import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium, VIEWS } from "./chromium.ts";
import { BASE, STATES } from "./states.ts";
import { watched } from "./watched.ts";

/** Makes pictures of the page of `watch` in a folder: its three states in all views. */
const folder = resolve(process.argv[2] ?? ".");

const HEIGHT = 1_600; // CSS pixels of a page that may be of any length

const [browser, live] = await Promise.all([launchChromium(), watched(BASE, true)]);
try {
  for (const [state, files] of Object.entries(STATES)) {
    await live.save(files);
    for (const { width, theme } of VIEWS) {
      const viewport = { width, height: HEIGHT };
      const page = await browser.newPage({ viewport, colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(live.url);
      await page.waitForSelector("#live:not(.gone)");
      if (state === "fine") await askOn(page);
      const name = `watch-${state}-${width < 500 ? "phone" : "desk"}-${theme}.png`;
      await page.screenshot({ path: join(folder, name) });
      process.stdout.write(`docs/pictures/${name}\n`);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await live.stop();
}

/** A question whose way has a wildcard and an alias. */
async function askOn(page: Page): Promise<void> {
  await page.fill("#question", "a.b.shop.example.com A");
  await page.click("text=Ask");
  await page.waitForSelector("#asked .way");
  await page.evaluate("document.activeElement.blur()");
}
