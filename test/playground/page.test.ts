import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLE } from "../../playground/example.ts";
import { axeViolations, overflowOf, VIEWS } from "../live/chromium.ts";
import { requireTool } from "../tools.ts";
import { andLook, ask, hashOf, open, type Playground, startPlayground, textOf, write } from "./opened.ts";
import { STATES } from "./states.ts";

const hasChromium = requireTool("chromium", "chromium");

describe.skipIf(!hasChromium)("in Chromium", () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await startPlayground();
  });
  afterAll(() => playground.close());

  test("the page is one file, of the size that its guide says, and a megabyte at most", () => {
    const page = readFileSync(fileURLToPath(playground.address));
    expect(page.length).toBeLessThan(1_000_000);
    const megabytes = (octets: Uint8Array) => `${(octets.length / 1_000_000).toFixed(1)} MB`;
    const guide = readFileSync(join(import.meta.dirname, "../../docs/guides/playground.md"), "utf8");
    expect(guide).toContain(`It has ${megabytes(page)}, ${megabytes(gzipSync(page))} as servers compress it`);
  });

  test("a zone is checked, compared, rendered and answered for, and nothing is asked of anybody", async () => {
    const { page, asked, objections } = await open(playground);
    expect(await textOf(page, "#head")).toContain("All is right");
    expect(await textOf(page, "#answer")).toContain("*.apps.example.com. stands in");
    expect(await textOf(page, "#answer")).toContain("shop.apps.example.com.\t3600\tIN\tA\t192.0.2.90\n");
    expect(await textOf(page, "#found")).toContain("192.0.2.91");
    expect(await textOf(page, "#zone-file")).toContain("mail.example.com. 3600 IN A 192.0.2.25\n");
    expect(await page.innerText("body")).not.toMatch(/zonepipe watch|this machine|report\.json/);
    expect(asked).toEqual([playground.address]);
    expect(objections).toEqual([]);
  });

  test("what is wrong is told at its line, in the tab of its file, and leads there", async () => {
    const { page } = await open(playground);
    await write(page, "www:\n  type: A\n  value: 192.0.2.256\n");
    expect(await textOf(page, "#found")).toContain("192.0.2.256");
    expect(await textOf(page, "#tabs")).toContain("example.com.yaml 1 error");
    expect(await page.isHidden("#zone-file")).toBe(true);
    expect(await textOf(page, "#answer")).toContain("There are errors");
    await page.click("text=_config.yaml");
    await page.click("#found >> text=zones/example.com.yaml:3");
    expect(await page.getAttribute("[role=tab]:text('example.com.yaml')", "aria-selected")).toBe("true");
    const chosen = await page.evaluate(
      "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)",
    );
    expect(chosen).toBe("  value: 192.0.2.256");
    await write(page, "www:\n  type: A\n  value: 192.0.2.80\n  tpye: A\n");
    expect(await textOf(page, "#found")).toContain('"tpye"');
  });

  test("a name that does not exist is answered as the server does", async () => {
    const { page } = await open(playground);
    expect(await ask(page, "nowhere.example.com MX")).toContain("status: NXDOMAIN");
    expect(await ask(page, "nowhere.example.com NONSENSE")).toContain("is no type of a record");
  });

  test("an ALIAS has the addresses that somebody wrote, and without them it is said why there is no answer", async () => {
    const { page } = await open(playground);
    expect(await ask(page, "example.com A")).toContain("example.com.\t\t300\tIN\tA\t192.0.2.80\n");
    expect(await textOf(page, "#answer .way")).toContain("IN ALIAS shop.example.net.");
    expect(await ask(page, "example.com AAAA")).toContain("example.com.\t\t300\tIN\tAAAA\t2001:db8::80\n");
    await page.click("summary:text('Addresses outside')");
    await andLook(page, () => page.fill("#addresses", "shop.example.net. A 192.0.2.81"));
    expect(await ask(page, "example.com A")).toContain("192.0.2.81");
    expect(await ask(page, "example.com AAAA")).toContain("status: NOERROR"); // it has none
    await andLook(page, () =>
      page.fill("#addresses", "shop.example.net. CNAME a.example.net.\na.example.net. A 10.0.0.1"),
    );
    expect(await ask(page, "example.com A")).toContain("has addresses that are not told: 10.0.0.1");
    await andLook(page, () => page.fill("#addresses", ""));
    const answer = await ask(page, "example.com A");
    expect(answer).toContain(
      "shop.example.net., of which nothing can be told: it cannot be looked up: a page looks nothing up",
    );
    expect(answer).not.toContain("SERVFAIL");
    await andLook(page, () =>
      page.fill("#addresses", "shop.example.net. A 192.0.2.300\nshop.example.net. MX 1 a."),
    );
    expect(await textOf(page, "#outside-said")).toContain('Line 1: A is "192.0.2.300"');
    expect(await textOf(page, "#outside-said")).toContain("has MX");
  });

  test("several files: a template for two zones, an include with an argument, owners", async () => {
    const files = [
      { name: "_config.yaml", text: EXAMPLE.files[1]!.text.replace(/names:[\s\S]*/, ""), before: "" },
      {
        name: "_parked.yaml",
        text: "$zones: [example.com, example.org]\n$add: !include {file: _parts/mail.yaml, host: mail}\nwww: {type: CNAME, value: '{zone}.'}\n",
        before: "",
      },
      {
        name: "_parts/mail.yaml",
        text: "$arguments: {host: the host}\n'': {type: MX, value: {preference: 10, exchange: '{host}.example.net.'}}\n",
        before: "",
      },
      {
        name: "example.org.yaml",
        text: "blog:\n  type: A\n  value: 192.0.2.7\n  zonepipe: {owner: team-web}\n",
        before: "",
      },
    ];
    const { page } = await open(playground, await hashOf({ files, question: "www.example.org CNAME" }));
    expect(await textOf(page, "#head")).toContain("2 zones");
    expect(await textOf(page, "#answer")).toContain("www.example.org.\t3600\tIN\tCNAME\texample.org.\n");
    expect(await ask(page, "example.com MX")).toContain("10 mail.example.net.\n");
    expect(await ask(page, "blog.example.org A")).toContain("192.0.2.7\n");
    await page.click("role=tab[name=/mail/]");
    await write(
      page,
      "$arguments: {host: the host}\n'': {type: MX, value: {preference: 10, exchange: '{hots}.example.net.'}}\n",
    );
    expect(await textOf(page, "#found")).toContain("zones/_parts/mail.yaml:2");
  });

  test("files come, get other names, and go", async () => {
    const { page } = await open(playground);
    await andLook(page, async () => {
      await page.fill("#new-name", "example.org");
      await page.press("#new-name", "Enter");
    });
    await write(page, "'':\n  type: A\n  value: 192.0.2.9\n");
    expect(await ask(page, "example.org A")).toContain("192.0.2.9\n");
    await andLook(page, () => page.fill(".panel:not([hidden]) .name", "example.com.yaml"));
    expect(await textOf(page, "#names-said")).toContain("Two files are called");
    await andLook(page, () => page.fill(".panel:not([hidden]) .name", "../example.org.yaml"));
    expect(await textOf(page, "#names-said")).toContain("is no path within the folder");
    await andLook(page, () => page.click(".panel:not([hidden]) .remove"));
    expect(await textOf(page, "#names-said")).toBe("");
    expect(await textOf(page, "#tabs")).toBe("example.com.yaml_config.yaml");
    expect(await ask(page, "example.org A")).toContain("status: REFUSED");
  });

  test("the serial goes up by what changes, and the zone file, the plan and the answer have the same", async () => {
    const { page } = await open(playground);
    const [, before, after] = /serial (\d+) → (\d+): content changed/.exec(await textOf(page, "#changes"))!;
    expect(Number(after)).toBe(Number(before) + 1);
    expect(await textOf(page, "#zone-file")).toContain(`${after}\t ; serial`);
    expect(await ask(page, "example.com SOA")).toContain(` ${after} 86400`);
    await andLook(page, () => page.click("#keep"));
    expect(await textOf(page, "#changes")).toContain("1 zone does not change");
    expect(await ask(page, "example.com SOA")).toContain(` ${before} 86400`);
  });

  test("tabs are gone through with arrows, and everything with Tab", async () => {
    const { page } = await open(playground);
    await page.focus("[role=tab][aria-selected=true]");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("_config.yaml");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.value")).toBe("_config.yaml");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("example.com.yaml");
  });

  describe.each(Object.entries(STATES))("%s", (_, written) => {
    test.each(VIEWS)("at $width px in $theme everybody can use it", async ({ width, theme }) => {
      const { page } = await open(playground, await hashOf(written), {
        viewport: { width, height: 800 },
        colorScheme: theme,
        reducedMotion: "reduce",
        bypassCSP: true, // axe is a script of another
      });
      for (const summary of await page.$$("details:not([open]) > summary:visible")) await summary.click();
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
    });
  });
});
