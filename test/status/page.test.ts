import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withPage } from "../../scripts/chromium.ts";
import { listenHttp } from "../../server/health/listen-http.ts";
import { statusPage } from "../../server/health/status/status-page.ts";
import type { Listener } from "../../server/transport/listener.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";
import { sampleStatus, zoneFacts } from "./sample.ts";

const LONGEST = `${"<b>".padEnd(63, "w")}.${"x".repeat(63)}.${"y".repeat(63)}.${"z".repeat(57)}.`;
const HOSTILE = sampleStatus({
  broken: [nameOf(LONGEST)],
  zones: [zoneFacts(nameOf(LONGEST), 1, 2, undefined)],
});

describe.skipIf(!requireTool("chromium", "chromium"))("/status in a browser", () => {
  let page: string;
  let listener: Listener;
  beforeEach(async () => {
    const pages = { fault: async () => undefined, notes: () => [], metrics: () => "", aliases: () => "" };
    const status = async () => page;
    listener = await listenHttp(
      { host: "127.0.0.1", port: 0 },
      { ...pages, status, asked: async () => undefined },
      10,
      () => {},
    );
  });
  afterEach(() => listener.close());

  test.each([
    [360, "light", "rgb(255, 255, 255)"],
    [360, "dark", "rgb(15, 19, 24)"],
    [1280, "light", "rgb(255, 255, 255)"],
    [1280, "dark", "rgb(15, 19, 24)"],
  ] as const)(
    "%i px wide and %s: its policy lets its style through, and nothing is cut off",
    async (width, theme, paper) => {
      for (const shown of [sampleStatus(), HOSTILE]) {
        page = statusPage(shown);
        const seen = await withPage(
          `http://127.0.0.1:${listener.address.port}/status`,
          { width, theme },
          async ({ evaluate, objections }) => ({
            paper: await evaluate("getComputedStyle(document.body).backgroundColor"),
            overflow: await evaluate("document.documentElement.scrollWidth - innerWidth"),
            plots: await evaluate(
              "[...document.querySelectorAll('.plot')].every(p => p.getBoundingClientRect().width > 250)",
            ),
            bold: await evaluate("document.querySelectorAll('td b:not(.bad-text)').length"),
            // Browsers ask for an icon by themselves; it is not there, or the policy says no.
            objections: objections.filter((text) => !text.includes("favicon")),
          }),
        );
        expect(seen).toEqual({ paper, overflow: 0, plots: true, bold: 0, objections: [] });
      }
    },
  );

  test("what the policy does not know is refused", async () => {
    page = `${statusPage(sampleStatus())}<style>body{background:red}</style><script>document.title = "ran"</script>`;
    const seen = await withPage(
      `http://127.0.0.1:${listener.address.port}/status`,
      { width: 1280, theme: "light" },
      async ({ evaluate, objections }) => ({
        title: await evaluate("document.title"),
        paper: await evaluate("getComputedStyle(document.body).backgroundColor"),
        isTold: objections.some((text) => /Content.?Security.?Policy/i.test(text)),
      }),
    );
    expect(seen).toEqual({
      title: "ams/90000000000002: nameserver",
      paper: "rgb(255, 255, 255)",
      isTold: true,
    });
  });
});
