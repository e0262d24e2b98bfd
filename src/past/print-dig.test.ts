import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { typeCode } from "../../dns/types.ts";
import { builtServer } from "../../test/built-bundles.ts";
import { type OurServer, startOurServer } from "../../test/our-server.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf } from "../../test/zone-text.ts";
import { startAnswering } from "../world/answering-process.ts";
import type { Answering } from "../world.ts";
import { printDig } from "./print-dig.ts";

const ZONE = `
@ 3600 SOA ns1 hostmaster 2026112200 7200 3600 1209600 300
@ 3600 NS ns1
ns1 300 A 192.0.2.53
ns1 300 AAAA 2001:db8::53
www 300 CNAME a-rather-long-name-that-goes-beyond-all-columns
a-rather-long-name-that-goes-beyond-all-columns 2147483647 A 192.0.2.1
exactly-8-more 1 TXT "a \\"quoted\\" text; with a semicolon" "two"
mail 300 MX 10 ns1
sub 300 NS ns.sub
ns.sub 300 A 192.0.2.54
old 300 DNAME new.example.net.
a\\.b 300 CAA 0 issue "ca.example.net"
`;

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("an answer reads as dig prints it", () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-dig-"));
  let server: OurServer;
  let pipe: Answering;
  beforeAll(async () => {
    writeFileSync(join(folder, "example.com.zone"), ZONE);
    server = await startOurServer(folder, [], await builtServer());
    pipe = await startAnswering(folder, new Date(0));
  });
  afterAll(async () => {
    await server.stop();
    await pipe.stop();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["ns1.example.com.", "A", false],
    ["www.example.com.", "A", false],
    ["www.example.com.", "A", true],
    ["exactly-8-more.example.com.", "TXT", false],
    ["mail.example.com.", "MX", false],
    ["x.sub.example.com.", "A", false],
    ["x.old.example.com.", "AAAA", false],
    ["a\\.b.example.com.", "CAA", false],
    ["none.example.com.", "A", false],
    ["example.com.", "SOA", true],
    ["example.com.", "TYPE65280", false],
    ["example.net.", "A", false],
  ])("%s %s, DO %s", async (name, type, dnssec) => {
    const words = ["@127.0.0.1", "-p", `${server.port}`, "+tcp", "+norecurse", "+noadflag", "+nocookie"];
    const dig = execFileSync("dig", ["-r", ...words, ...(dnssec ? ["+dnssec"] : []), name, type], {
      encoding: "utf8",
    });
    const printed = dig
      .slice(dig.indexOf(";; ->>HEADER<<-"), dig.indexOf(";; Query time"))
      .replace(/id: \d+/, "id: 0")
      .trimEnd();
    expect(printDig(await ask(pipe, name, type, dnssec)).trimEnd()).toBe(printed);
  });
});

async function ask(pipe: Answering, name: string, type: string, dnssec: boolean): Promise<Message> {
  const query = encodeMessage({
    id: 0,
    opcode: 0,
    rcode: 0,
    flags: NO_FLAGS,
    question: [{ name: nameOf(name), type: typeCode(type)!, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
    edns: { version: 0, size: 1232, do: dnssec, options: [] },
  });
  const frame = Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]);
  const reply = decodeMessage((await pipe.ask(frame)).subarray(2));
  if ("fault" in reply) throw new Error(reply.fault);
  return reply;
}
