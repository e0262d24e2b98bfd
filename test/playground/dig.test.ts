import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLE } from "../../playground/example.ts";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { requireTool } from "../tools.ts";
import { ask, hashOf, open, type Playground, startPlayground, textOf } from "./opened.ts";

const TEXTS = Array.from({ length: 20 }, (_, index) => `    - number ${index} ${"of many ".repeat(8)}`).join(
  "\n",
);
const ZONE = `'':
  - {type: ALIAS, value: shop.example.net., ttl: 30}
  - {type: MX, value: {preference: 10, exchange: mail.example.com.}}
  - {type: TXT, values: [v=spf1 mx -all, 'a "quoted" text']}
  - {type: CAA, value: {flags: 0, tag: issue, value: ca.example.net}}
mail:
  - {type: A, values: [192.0.2.25, 192.0.2.26]}
  - {type: AAAA, value: 2001:db8::25}
large:
  type: TXT
  values:
${TEXTS}
four: {type: ALIAS, value: four.example.net., ttl: 30}
inside: {type: ALIAS, value: mail.example.com.}
sub: {type: NS, values: [ns.sub.example.com., ns2.example.net.]}
ns.sub: {type: A, value: 192.0.2.54}
'*.apps': {type: A, value: 192.0.2.90}
www: {type: CNAME, value: x.apps.example.com.}
out: {type: CNAME, value: www.example.org.}
old: {type: DNAME, value: apps.example.com.}
`;
const ADDRESSES = `shop.example.net. 30 IN A 192.0.2.80
shop.example.net. 30 IN AAAA 2001:db8::80
four.example.net. 30 IN A 192.0.2.4
`;

const canCompare = requireTool("chromium", "chromium") && requireTool("dig", "bind9-dnsutils");

describe.skipIf(!canCompare)(
  "what the page shows is what dig shows of our server with the same zone file",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-page-and-dig-"));
    let playground: Playground;
    let page: Page;
    let server: OurServer;
    beforeAll(async () => {
      playground = await startPlayground();
      const files = [{ name: "example.com.yaml", text: ZONE, before: "" }, EXAMPLE.files[1]!];
      ({ page } = await open(playground, await hashOf({ files, addresses: ADDRESSES })));
      writeFileSync(join(folder, "example.com.zone"), await textOf(page, "#zone-file"));
      const first = `; zonepipe addresses 1 2026-11-30T00:00:00Z\n; four.example.net. 30 has no AAAA\n${ADDRESSES}`;
      writeFileSync(join(folder, "example.com.addresses"), first);
      const nobody = ["--resolver", "127.0.0.1:1"];
      server = await startOurServer(folder, nobody, await builtServer());
    });
    afterAll(async () => {
      await server.stop();
      await playground.close();
      rmSync(folder, { recursive: true });
    });

    test.each([
      "example.com A",
      "example.com AAAA",
      "example.com MX",
      "example.com TXT",
      "example.com CAA",
      "example.com SOA",
      "example.com NS",
      "example.com TYPE65401",
      "example.com ANY",
      "four.example.com A",
      "four.example.com AAAA",
      "inside.example.com A",
      "inside.example.com MX",
      "MAIL.example.COM A",
      "large.example.com TXT",
      "sub.example.com NS",
      "x.sub.example.com A",
      "sub.example.com DS",
      "x.y.apps.example.com A",
      "apps.example.com A",
      "www.example.com A",
      "www.example.com CNAME",
      "out.example.com A",
      "x.old.example.com A",
      "nowhere.example.com A",
      "example.com DNSKEY",
      "example.org A",
      "example.com TYPE65280",
    ])("%s", async (question) => {
      const [name = "", type = ""] = question.split(" ");
      const words = ["-r", "@127.0.0.1", "-p", `${server.port}`, "+norecurse", "+nocookie", name, type];
      // dig asks for ANY over TCP by itself, which is answered in full.
      const dig = execFileSync("dig", type === "ANY" ? [...words, "+notcp"] : words, { encoding: "utf8" });
      const printed = dig
        .slice(dig.lastIndexOf(";; ->>HEADER<<-"), dig.indexOf(";; Query time"))
        .replace(/id: \d+/, "id: 1")
        .trimEnd();
      await ask(page, question);
      expect((await textOf(page, "#answer .dig")).trimEnd()).toBe(printed);
    });
  },
);
