import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeMessage } from "../../dns/message.ts";
import { labelsOf, printName } from "../../dns/name.ts";
import { freePort } from "../../scripts/free-port.ts";
import { aliasTo, messageSaying } from "../aliases.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { type ReferenceNameserver, startReference } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { zoneOf } from "../zone-text.ts";
import { type CachingResolver, startCachingResolver } from "./caching-resolver.ts";
import { type Answering, type ScriptedResolver, startScriptedResolver } from "./scripted-resolver.ts";

const run = promisify(execFile);

const MANY = Array.from({ length: 120 }, (_, index) => `many 300 A 198.51.100.${index}`).join("\n");
const TARGETS = `
$TTL 300
@ SOA ns host 1 7200 3600 1209600 60
@ NS ns
ns A 192.0.2.54
plain A 192.0.2.1
plain AAAA 2001:db8::1
one CNAME two
two CNAME three
three 60 A 192.0.2.3
out CNAME good.faulty.example.
loop CNAME pool
pool CNAME loop
loopback A 127.0.0.1
loopback AAAA ::1
mixed A 10.0.0.1
mixed A 192.0.2.6
zero 0 A 192.0.2.7
huge 2147483647 A 192.0.2.8
text TXT "no address"
back CNAME back.served.example.
ours CNAME real.served.example.
${MANY}
`;

/** An authoritative server that is wrong by what a name begins with. */
const faulty: Answering = (query, transport) => {
  const { name, type } = query.question[0]!;
  const [label = ""] = labelsOf(name).map((each) => each.toLowerCase());
  const owner = printName(name);
  const flags = { ...query.flags, qr: true, aa: true };
  const says = (text: string, more = {}) =>
    encodeMessage({
      ...messageSaying(text, name, type),
      ...{ id: query.id, flags, question: query.question, authority: [], ...more },
    });
  const address = type === 1 ? `${owner} 60 A 192.0.2.66` : `${owner} 60 AAAA 2001:db8::66`;
  switch (label) {
    case "good":
      return says(address);
    case "truncated":
      return transport === "udp" ? says("none", { flags: { ...flags, tc: true } }) : says(address);
    case "id":
      return says(address, { id: query.id ^ 1 });
    case "case":
      return says(address, { question: [{ ...query.question[0]!, name: name.toLowerCase() }] });
    case "servfail":
      return says("none", { rcode: 2 });
    case "loopback":
      return says(type === 1 ? `${owner} 60 A 127.0.0.53` : `${owner} 60 AAAA ::ffff:127.0.0.1`);
    case "garbage":
      return Buffer.from("garbage");
    default:
      return undefined;
  }
};

const ALIASES = [
  ...[
    "plain",
    "one",
    "out",
    "loop",
    "loopback",
    "mixed",
    "zero",
    "huge",
    "text",
    "many",
    "missing",
    "back",
    "ours",
  ].map((label) => [label, `${label}.target.example.`] as const),
  ...["good", "truncated", "id", "case", "servfail", "loopback", "garbage", "silent"].map(
    (label) => [`f-${label}`, `${label}.faulty.example.`] as const,
  ),
];
const SERVED = `
$TTL 300
@ SOA ns host 1 7200 3600 1209600 60
@ NS ns
ns A 192.0.2.53
real A 10.1.1.1
${ALIASES.map(([label, target]) => `${label} ${aliasTo(target)}`).join("\n")}
`;

describe.skipIf(
  !requireTool("unbound", "unbound") || !requireTool("nsd", "nsd") || !requireTool("dig", "bind9-dnsutils"),
)("targets that Unbound resolves, of NSD and of a faulty server", () => {
  let folder: string;
  let nsd: ReferenceNameserver;
  let wrong: ScriptedResolver;
  let unbound: CachingResolver;
  let server: OurServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-alias-"));
    mkdirSync(join(folder, "zones"));
    writeFileSync(join(folder, "zones", "served.example.zone"), SERVED);
    nsd = await startReference("nsd", [zoneOf("target.example.", TARGETS)]);
    wrong = await startScriptedResolver(faulty);
    const own = await freePort();
    unbound = await startCachingResolver(folder, {
      "target.example": nsd.port,
      "faulty.example": wrong.port,
      "served.example": own,
    });
    const words = ["--listen", `127.0.0.1:${own}`, "--resolver", `127.0.0.1:${unbound.port}`];
    server = await startOurServer(join(folder, "zones"), [...words, "--allow-transfer", "127.0.0.0/8"]);
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    await Promise.all([unbound.stop(), wrong.stop(), nsd.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function dig(...words: string[]): Promise<string> {
    const plain = ["+nostats", "+nocmd", "+noquestion", "+tries=1", "+time=10"];
    return (await run("dig", ["@127.0.0.1", "-p", `${server.port}`, ...plain, ...words])).stdout;
  }

  /** What a name answers: the code where it is an error, else the addresses. */
  async function ask(label: string, type: string): Promise<string> {
    const text = await dig("+noedns", `${label}.served.example`, type);
    const code = /status: (\w+)/.exec(text)?.[1] ?? "";
    if (code !== "NOERROR") return code;
    const found = [...text.matchAll(/^[^;\s]+\s+(\d+)\s+IN\s+A(?:AAA)?\s+(\S+)/gm)];
    for (const [, ttl] of found) {
      expect(Number(ttl)).toBeGreaterThanOrEqual(30);
      expect(Number(ttl)).toBeLessThanOrEqual(300);
    }
    return found.map(([, , address]) => address).join(", ");
  }

  /** Asks until that is the answer, for lookups take a while: it fails with the last one. */
  async function expectAnswer(label: string, type: string, answer: string): Promise<void> {
    await expect.poll(() => ask(label, type), { timeout: 20_000, interval: 100 }).toBe(answer);
  }

  test.each([
    ["plain", "A", "192.0.2.1"],
    ["plain", "AAAA", "2001:db8::1"],
    ["one", "A", "192.0.2.3"],
    ["one", "AAAA", ""],
    ["out", "A", "192.0.2.66"],
    ["loop", "A", "SERVFAIL"],
    ["loopback", "A", "SERVFAIL"],
    ["mixed", "A", "192.0.2.6"],
    ["zero", "A", "192.0.2.7"],
    ["huge", "A", "192.0.2.8"],
    ["text", "A", ""],
    ["missing", "A", ""],
    ["back", "A", "SERVFAIL"],
    ["ours", "A", "10.1.1.1"],
    ["f-good", "AAAA", "2001:db8::66"],
    ["f-truncated", "A", "192.0.2.66"],
    ["f-servfail", "A", "SERVFAIL"],
    ["f-loopback", "A", "SERVFAIL"],
    ["f-loopback", "AAAA", "SERVFAIL"],
    ["f-garbage", "A", "SERVFAIL"],
    ["f-id", "A", "SERVFAIL"],
    ["f-silent", "A", "SERVFAIL"],
  ])("%s %s: %s", expectAnswer);

  test("the lowest 32 of very many addresses", async () => {
    await expect
      .poll(async () => (await dig("+tcp", "+short", "many.served.example", "A")).split("\n").length - 1, {
        timeout: 60_000,
      })
      .toBe(32);
  });

  test("a transfer has what is written", async () => {
    const text = await dig("served.example", "AXFR");
    expect(text.match(/TYPE65401/g)).toHaveLength(ALIASES.length);
    expect(text).not.toContain("192.0.2.1\n");
  });

  test("what is refused is said", async () => {
    await expect
      .poll(() => server.complaints.filter((line) => line.includes("not told")).length, { timeout: 60_000 })
      .toBe(2);
    expect(server.complaints.join("\n")).toContain(
      "alias loopback.served.example.: target loopback.target.example. has addresses that are not told: 127.0.0.1",
    );
  });
});
