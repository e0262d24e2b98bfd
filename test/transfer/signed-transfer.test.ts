import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeCounters } from "../../server/answer/counters.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { makeResponder } from "../../server/answer/respond.ts";
import { makeSigning } from "../../server/answer/signing.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import { allowClients } from "../../server/transfer/allowed-clients.ts";
import { makeTransfers } from "../../server/transfer/make-transfers.ts";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { describeAnswer, exchange, queryOf, readAnswer, tablesOf } from "../serve-text.ts";
import { requireTool } from "../tools.ts";
import { checkAnswer, KEY, KEY_BASE64, SIGNED_AT, signMessage, tsigOf } from "../tsig.ts";
import { nameOf } from "../zone-text.ts";
import { ixfrQuery, takeMessages } from "./take-transfer.ts";

const HOSTS = Array.from({ length: 3000 }, (_, n) => `host-${n} 300 A 192.0.2.${n % 250}`).join("\n");
const TEXT = `@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n${HOSTS}\n`;
const OTHER_KEY = { ...KEY, name: nameOf("other.example.") };

function respondWith(text: string) {
  const tables = tablesOf({ "example.com.": text });
  const [counters] = makeCounters(1);
  const transfers = makeTransfers({
    ...{
      allowed: allowClients([KEY.name], []),
      counters: counters!,
      now: () => 0,
      onOldTablesLeft: () => {},
    },
  })(tables);
  const signing = makeSigning([KEY, OTHER_KEY], () => SIGNED_AT * 1000, counters!);
  return makeResponder(tables, makeIdentity("s", "v"), { transfers, signing });
}

test.each([
  ["AXFR", queryOf("example.com. AXFR", { size: 1232 })],
  ["IXFR", ixfrQuery("example.com.", 3)],
])("each message of %s is signed, by the one before it (RFC 8945 §5.3.1)", (_, query) => {
  const { octets, mac } = signMessage(query);
  const messages = takeMessages(respondWith(TEXT), octets, UNKNOWN_CLIENT);
  expect(messages.length).toBeGreaterThan(3);
  let prior: Uint8Array = mac;
  for (const [index, message] of messages.entries()) {
    expect(checkAnswer(message, prior, { isNext: index > 0 })).toBe("right");
    prior = tsigOf(message).record.mac;
  }
  expect(messages.flatMap((message) => readAnswer(message).answer)).toHaveLength(3 + 3000 + 1);
});

test("IXFR over UDP is signed, too, and fits", () => {
  const { octets, mac } = signMessage(ixfrQuery("example.com.", 3));
  const answer = exchange(respondWith(TEXT), octets)!;
  expect(checkAnswer(answer, mac)).toBe("right");
  expect(readAnswer(answer).answer).toHaveLength(1);
});

test.each([
  ["without a key", queryOf("example.com. AXFR"), "REFUSED"],
  ["with another key of ours", signMessage(queryOf("example.com. AXFR"), OTHER_KEY).octets, "REFUSED"],
  [
    "with a key that nobody knows",
    signMessage(queryOf("example.com. AXFR"), { ...KEY, name: nameOf("x.") }).octets,
    "NOTAUTH",
  ],
  [
    "with a wrong secret",
    signMessage(queryOf("example.com. AXFR"), { ...KEY, secret: Buffer.alloc(32) }).octets,
    "NOTAUTH",
  ],
])("%s nobody gets a zone that is for a key", (_, packet, rcode) => {
  expect(describeAnswer(exchange(respondWith(TEXT), packet, true))[0]).toBe(rcode);
});

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("dig -y", () => {
  let folder: string;
  let server: OurServer;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-signed-"));
    writeFileSync(join(folder, "example.com.zone"), TEXT);
    const keys = join(folder, "keys");
    writeFileSync(keys, `transfer.example.:hmac-sha256:${KEY_BASE64}\n`);
    const words = ["--tsig-keys", keys, "--allow-transfer", "transfer.example."];
    server = await startOurServer(folder, words, await builtServer());
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const dig = (...words: string[]) =>
    execFileSync("dig", ["@127.0.0.1", "-p", String(server.port), "example.com.", ...words], {
      encoding: "utf8",
    });

  test("verifies AXFR and IXFR, and gets nothing without the key", () => {
    const key = ["-y", `hmac-sha256:transfer.example.:${KEY_BASE64}`];
    for (const type of ["AXFR", "IXFR=3"]) {
      const said = dig(type, "+tcp", ...key);
      expect(said).toMatch(/XFR size: 3004 records \(messages [4-9],/);
      expect(said).not.toMatch(/tsig verify failure|WARNING/i);
    }
    expect(dig("AXFR")).toContain("Transfer failed");
  });
});
