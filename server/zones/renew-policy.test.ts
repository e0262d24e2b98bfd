import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import { printPolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { zonemdDigest } from "../../dns/zonemd.ts";
import { describeAnswer, exchange, queryOf } from "../../test/serve-text.ts";
import { makeTestKey, policyOf, writtenZone } from "../../test/signing/written-zone.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import type { SerialSettings } from "../settings/serial-settings.ts";
import { makeSigners } from "../signing/signers.ts";
import { type Loaded, load, turnWindow } from "./load.ts";

// An image of before has the records of before, and the environment of the machine the keys of now.

const ZONE = "example.";
const TEXT = "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n";
const BASE = 2900;
const [OLD, NEW] = [makeTestKey(), makeTestKey()];
const { signerOf, by } = await makeSigners({ keys: [OLD.private, NEW.private], isShape: false });
const before = policyOf({ counter: 3, base: BASE, keys: [OLD.policy] });
const now = policyOf({
  counter: 4,
  base: BASE + 2,
  ttl: 600,
  keys: [{ ...OLD.policy, signs: "none" }, NEW.policy],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-renew-policy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string) => writeFileSync(join(folder, `${ZONE}zone`), text);
const statesOf = (policy: SigningPolicy): KeyStates => new Map([[nameOf(ZONE), policy]]);
const told: SerialSettings = new Map([[nameOf(ZONE), 500]]);
const loadNow = (states: KeyStates, serials?: SerialSettings) =>
  load(folder, undefined, serials, { kind: "now", window: BASE + 5, signerOf, by, states });

function done(result: ReturnType<typeof load>) {
  if (result.kind !== "loaded") throw new Error(`It has come to ${JSON.stringify(result)}`);
  return result.loaded;
}

function ask({ tables }: Loaded, question: string): string {
  const respond = makeResponder(tables, makeIdentity("s", "v"));
  return describeAnswer(exchange(respond, queryOf(question, { do: true }), true)).join("\n");
}

/** All that it answers, as what a file with these keys would. */
function expectServed(loaded: Loaded): void {
  const content = zoneOf(ZONE, TEXT.replace(" 7 ", " 0 "));
  const policy = { owner: nameOf(ZONE), type: SIGNING_POLICY, ttl: now.ttl, rdata: printPolicy(now) };
  const digest = zonemdDigest({ ...content, records: [...content.records, policy] }, 1);
  expect(ask(loaded, `${ZONE} ZONEMD`).toLowerCase()).toContain(
    ` 503 240 1 ${Buffer.from(digest, "latin1").toString("hex")}`,
  );
  expect(ask(loaded, `${ZONE} SOA`)).toMatch(/SOA ns\.example\. host\.example\. 503 /);
  expect(loaded.zones[0]!.signed).toMatchObject({ serial: 500, window: BASE + 5 });
  expect(printPolicy(loaded.zones[0]!.signed!.policy)).toBe(printPolicy(now));
  expect(ask(loaded, `${ZONE} DNSKEY`).match(/ DNSKEY 257 /g)).toHaveLength(2);
}

test.each([
  ["an older state", writtenZone(ZONE, TEXT, before)],
  [
    "none, and the digest of the unsigned zone",
    `${TEXT}@ ZONEMD 7 1 1 ${Buffer.from(zonemdDigest(zoneOf(ZONE, TEXT), 1), "latin1").toString("hex")}\n`,
  ],
])(
  "the file has %s: the state of the environment holds, and so does the digest of what is served",
  (_, file) => {
    write(file);
    const loaded = done(loadNow(statesOf(now), told));
    expectServed(loaded);
    // At the start it waits for its signatures, as a zone whose file says that it is signed.
    const first = done(load(folder, undefined, told, { kind: "later", states: statesOf(now) }));
    expect(first.pending).toHaveLength(1);
    const signing = { kind: "now", window: BASE + 5, signerOf, by, states: statesOf(now) } as const;
    const signed = done(turnWindow(first, signing, told));
    expectServed(signed);
    const turned = done(turnWindow(signed, { ...signing, window: BASE + 6 }, told));
    expect(ask(turned, `${ZONE} SOA`)).toMatch(/ 504 /);
    expect(load(folder, signed, undefined, signing).kind).toBe("same");
  },
);

test.each([
  ["older", 3],
  ["the same", 4],
])("the environment has %s state: that of the file holds, with its serial", (_, counter) => {
  write(writtenZone(ZONE, TEXT, { ...before, counter: 4 }));
  const loaded = done(loadNow(statesOf({ ...now, counter })));
  expect(loaded.zones[0]!.signed).toMatchObject({ serial: 7, policy: { ...before, counter: 4 } });
});

test("without a serial for it a newer state is refused: under one of before there would be other contents", () => {
  write(writtenZone(ZONE, TEXT, before));
  const result = loadNow(statesOf(now));
  expect(result.problems.map(({ rule }) => rule)).toEqual(["key-state-serial"]);
  expect(result.kind).toBe("refused");
});

test("a damaged file is damaged whatever the keys are, and one that others signed stays as it is", () => {
  write(writtenZone(ZONE, TEXT, before).replace("192.0.2.2", "192.0.2.3"));
  expect(loadNow(statesOf(now), told).problems.map(({ rule }) => rule)).toEqual(["zonemd-mismatch"]);
  write(`${TEXT}@ DNSKEY 257 3 13 ${"A".repeat(86)}==\n`);
  const { zones } = done(loadNow(statesOf(now)));
  expect([zones.length, zones[0]?.signed]).toEqual([1, undefined]);
});
