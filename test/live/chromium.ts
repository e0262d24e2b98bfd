import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { programPath } from "../tools.ts";

/** How pages are looked at: a phone and a desk, in light and in dark. */
export const VIEWS = (["light", "dark"] as const).flatMap((theme) =>
  [360, 1_280].map((width) => ({ width, theme })),
);

/** Debian's Chromium, which asks nobody anything. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: programPath("chromium") ?? "chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** What axe-core has against a page, as lines; none where it has nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate("axe.run()");
  // The form of its results is documented, and all that is read of it.
  const { violations } = found as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}

/** How far a page is wider than what it is seen through, in CSS pixels. */
export async function overflowOf(page: Page): Promise<number> {
  return Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
}
