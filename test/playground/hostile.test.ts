import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLE } from "../../playground/example.ts";
import { requireTool } from "../tools.ts";
import { andLook, hashOf, open, type Playground, startPlayground, textOf, write } from "./opened.ts";

const hasChromium = requireTool("chromium", "chromium");

describe.skipIf(!hasChromium)("in Chromium", () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await startPlayground();
  });
  afterAll(() => playground.close());

  const packed = (octets: string | Buffer) => `#${deflateRawSync(octets).toString("base64url")}`;

  test.each([
    ["garbage", "#%00%ff<script>alert(1)</script>"],
    ["another page's", "#section-2.1"],
    ["a megabyte", `#${"A".repeat(1_000_000)}`],
    ["a bomb", packed(Buffer.alloc(20_000_000, 0x20))],
    ["no JSON", packed("<img src=x onerror=alert(1)>")],
  ])("a link that is %s says so, and the page goes on", async (_, hash) => {
    const { page, objections, asked } = await open(playground, hash);
    expect(await textOf(page, "#link-said")).toContain("The link cannot be read");
    expect(await textOf(page, "#head")).toContain("All is right");
    await write(page, "www: {type: A, value: 192.0.2.1}\n");
    expect(await textOf(page, "#zone-file")).toContain("192.0.2.1");
    expect(objections).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  const MARKUP = `<img src="https://evil.example/x" onerror="document.title='run'"><script>document.title='run'</script>`;

  test("markup in every field of a link is text, and asks nobody", async () => {
    const quoted = JSON.stringify(MARKUP);
    const hash = await hashOf({
      files: [
        { ...EXAMPLE.files[1]!, text: EXAMPLE.files[1]!.text.replace("hostmaster@example.com", quoted) },
        { name: `${MARKUP}.yaml`, text: `${quoted}: ${quoted}`, before: MARKUP },
        {
          name: "example.com.yaml",
          text: `${quoted}: {type: TXT, value: ${quoted}}\nx: {type: ${quoted}}`,
          before: "",
        },
        { name: "example.org.yaml", text: `www: {type: TXT, value: ${quoted}}`, before: "" },
      ],
      addresses: MARKUP,
      question: MARKUP,
    });
    const { page, objections, asked } = await open(playground, hash);
    expect(await textOf(page, "#found")).toContain("<img src=");
    expect(await page.$("img, #found script, #answer script, #tabs script, base, iframe, object")).toBeNull();
    expect(await page.title()).toBe("zonepipe playground");
    expect(objections).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("markup in records that are right is text, too", async () => {
    const quoted = JSON.stringify(MARKUP);
    const text = `www: {type: TXT, value: ${quoted}}\n`;
    const files = [
      { name: "example.com.yaml", text, before: "www: {type: TXT, value: old}\n" },
      EXAMPLE.files[1]!,
    ];
    const { page, asked } = await open(playground, await hashOf({ files, question: "www.example.com TXT" }));
    expect(await textOf(page, "#answer .dig")).toContain("<img src=");
    expect(await page.$("img, main script")).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test("the policy lets nothing out and runs nothing else, and nothing is kept", async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(request.url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // it listens on an address
    // What is let through gives no violation to wait for.
    const reached = once(server, "request").then(([{ url }]) =>
      Promise.reject(new Error(`The page reached ${url}`)),
    );
    const { page } = await open(playground);
    expect(await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content")).toMatch(
      /^default-src 'none'; connect-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; form-action 'none'; base-uri 'none'$/,
    );
    const tried = page.evaluate(`(${TRY_ALL})("http://127.0.0.1:${port}/")`);
    expect(await Promise.race([tried, reached])).toEqual([
      "fetch refused",
      "beacon refused",
      "image refused",
      "script refused",
    ]);
    expect(await page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")).toEqual([
      0,
      0,
      "",
    ]);
    expect(await page.evaluate("indexedDB.databases()")).toEqual([]);
    server.close();
    expect(heard).toEqual([]);
  });

  test("back and forward bring what was written at each link, and not a part of the page", async () => {
    const { page } = await open(playground);
    await write(page, "www: {type: A, value: 192.0.2.1}\n");
    const hash = await hashOf({ question: "mail.example.com A" });
    await andLook(page, () => page.evaluate(`location.hash = ${JSON.stringify(hash)}`));
    expect(await page.inputValue(".panel:not([hidden]) .text")).toBe(EXAMPLE.files[0]!.text);
    expect(await page.inputValue("#question")).toBe("mail.example.com A");
    await write(page, "www: {type: A, value: 192.0.2.2}\n");
    await andLook(page, () => page.goBack());
    expect(await page.inputValue(".panel:not([hidden]) .text")).toBe("www: {type: A, value: 192.0.2.1}\n");
    await page.click("nav >> text=Names and what answers");
    expect(await page.inputValue(".panel:not([hidden]) .text")).toBe("www: {type: A, value: 192.0.2.1}\n");
    expect(await textOf(page, "#link-said")).toBe("");
  });

  test("a link is copied, opens as what was written, and what is too large for one is told", async () => {
    const { page } = await open(playground, "", { permissions: ["clipboard-read", "clipboard-write"] });
    const text = Array.from(
      { length: 1_000 },
      (_, index) => `h${index}: {type: A, value: 192.0.2.${index % 256}}\n`,
    ).join("");
    await write(page, text);
    await copy(page);
    expect(await textOf(page, "#link-said")).toMatch(/The link is (copied|in the address bar)/);
    const other = await open(playground, new URL(page.url()).hash);
    expect(await other.page.inputValue(".panel:not([hidden]) .text")).toBe(text);
    expect(other.asked).toEqual([playground.address]); // what is behind the # goes nowhere
    const before = page.url();
    const noise = Array.from({ length: 1_000 }, () => randomBytes(30).toString("base64")).join("\n");
    await page.click("summary:text('As it was')");
    await andLook(page, () => page.fill(".panel:not([hidden]) .before", noise));
    await copy(page);
    expect(await textOf(page, "#link-said")).toContain("too large for a link");
    expect(page.url()).toBe(before);
  });
});

async function copy(page: Page): Promise<void> {
  await page.evaluate("document.getElementById('link-said').textContent = ''");
  await page.click("#copy");
  await page.locator("#link-said", { hasText: /./ }).waitFor();
}

/** Tries what a script of somebody else's would, to reach an address: it is text, for nobody is to compile it anew. */
const TRY_ALL = `async (address) => {
  const results = [];
  await fetch(address + "fetch").then(() => results.push("fetch sent"), () => results.push("fetch refused"));
  const refused = async (name, attempt) => {
    const told = new Promise((resolve) => addEventListener("securitypolicyviolation", resolve, { once: true }));
    const isDone = attempt();
    if (!isDone) await told;
    results.push(name + (isDone ? " run" : " refused"));
  };
  await refused("beacon", () => { navigator.sendBeacon(address + "beacon", "x"); });
  await refused("image", () => { new Image().src = address + "image"; });
  await refused("script", () => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'run'";
    document.body.append(script); // which runs it, before anything else is done
    return document.title === "run";
  });
  return results;
}`;
