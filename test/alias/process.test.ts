import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { checkFolder } from "../../server/self-check/run-self-check.ts";
import { aliasTo } from "../aliases.ts";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { queryOf, readAnswer } from "../serve-text.ts";
import { askOverUdp } from "./ask-over-udp.ts";
import { type ScriptedResolver, saying, startScriptedResolver } from "./scripted-resolver.ts";

const HEAD = "$TTL 300\n@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.53\n";
const SAID: { [question: string]: string } = {
  "t.example.net. A": "t.example.net. 60 A 192.0.2.7",
  "t.example.net. AAAA": "none",
  "u.example.net. A": "u.example.net. 60 A 192.0.2.8",
  "u.example.net. AAAA": "none",
};

let folder: string;
let resolver: ScriptedResolver;
let server: OurServer | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-alias-"));
  mkdirSync(join(folder, "zones"));
  resolver = await startScriptedResolver(saying(SAID));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await resolver.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, "zones", name), text);
}

async function start(...words: string[]): Promise<OurServer> {
  server = await startOurServer(join(folder, "zones"), words, await builtServer());
  return server;
}

async function ask(port: number, question: string): Promise<string> {
  const { rcode, answer } = readAnswer(await askOverUdp(port, queryOf(question)));
  if (rcode !== 0) return `error ${rcode}`;
  return answer.map(({ rdata }) => [...Buffer.from(rdata, "latin1")].join(".")).join(", ");
}

test("what came with the zones is answered without a resolver, and the self-check tells of it", async () => {
  write("example.com.zone", `${HEAD}www ${aliasTo("t.example.net.")}\n`);
  write(
    "example.com.addresses",
    "; zonepipe addresses 1 2026-11-30T00:00:00Z\nt.example.net. 300 IN A 192.0.2.9\n; t.example.net. 300 has no AAAA\n",
  );
  const http = await freePort();
  const { port } = await start("--resolver", `127.0.0.1:${await freePort()}`, "--http", `127.0.0.1:${http}`);
  expect(await ask(port, "www.example.com. A")).toBe("192.0.2.9");
  expect(await ask(port, "www.example.com. AAAA")).toBe("");
  const own = { host: "127.0.0.1", port };
  const { healthy, aliases } = await checkFolder({
    ...{ name: "s", udp: own, tcp: own, http: { host: "127.0.0.1", port: http } },
    ...{ zones: join(folder, "zones"), build: join(folder, "build.json"), keys: [] },
  });
  expect(healthy).toBe(true);
  expect(aliases).toEqual([
    {
      ...{ name: "www.example.com.", target: "t.example.net." },
      a: { state: "held", addresses: ["192.0.2.9"], learnt: expect.any(Number) },
      aaaa: { state: "held", addresses: [], learnt: expect.any(Number) },
    },
  ]);
});

test("through a pipe it is answered, too, where nobody is asked", async () => {
  write("example.com.zone", `${HEAD}www ${aliasTo("t.example.net.")}\nown ${aliasTo("ns.example.com.")}\n`);
  write(
    "example.com.addresses",
    "; zonepipe addresses 1 2026-11-30T00:00:00Z\nt.example.net. 300 IN A 192.0.2.9\n",
  );
  const input = Buffer.concat(
    ["www.example.com. A", "www.example.com. AAAA", "own.example.com. A"].flatMap((question) => {
      const query = queryOf(question);
      return [Buffer.from([0, query.length]), query];
    }),
  );
  const output = execFileSync(
    process.execPath,
    [await builtServer(), "answer", "--zones", join(folder, "zones")],
    { input },
  );
  const said: string[] = [];
  for (let at = 0; at < output.length; at += 2 + output.readUInt16BE(at)) {
    const { rcode, answer } = readAnswer(output.subarray(at + 2, at + 2 + output.readUInt16BE(at)));
    said.push(
      `${rcode} ${answer.map(({ ttl, rdata }) => `${ttl} ${[...Buffer.from(rdata, "latin1")].join(".")}`)}`,
    );
  }
  expect(said).toEqual(["0 30 192.0.2.9", "2 ", "0 300 192.0.2.53"]);
});

test("a reload that brings an ALIAS has it answered at once, and keeps what is known of others", async () => {
  write("example.com.zone", `${HEAD}www ${aliasTo("t.example.net.")}\n`);
  const { port } = await start("--resolver", `127.0.0.1:${resolver.port}`, "--watch");
  expect(await ask(port, "www.example.com. A")).toBe("192.0.2.7");
  write("example.com.zone", `${HEAD}www ${aliasTo("t.example.net.")}\nnew ${aliasTo("u.example.net.")}\n`);
  await expect.poll(() => ask(port, "new.example.com. A"), { timeout: 60_000 }).not.toBe("error 3");
  expect(await ask(port, "new.example.com. A")).toBe("192.0.2.8");
  expect(await ask(port, "www.example.com. A")).toBe("192.0.2.7");
});

test("a zone that others signed is refused with an ALIAS", async () => {
  const rrsig = "@ RRSIG SOA 13 2 300 20300101000000 20200101000000 1 example.org. AAAA";
  write("example.com.zone", HEAD);
  write("example.org.zone", `${HEAD}${rrsig}\nwww ${aliasTo("t.example.net.")}\n`);
  const { port, complaints } = await start("--resolver", `127.0.0.1:${resolver.port}`);
  expect(await ask(port, "www.example.org. A")).toBe("error 2");
  expect(complaints.join("\n")).toContain("The zone is signed, and has an ALIAS");
});
