import { describe, expect, test } from "vitest";
import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { RRSIG, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { lastReserved } from "../dnssec/served-serial.ts";
import { digestWithSerial, renderZone } from "../render/render-zone.ts";
import { signedZone } from "../render/signed-zone.ts";
import { decideSerial } from "../serial/decide.ts";
import type { Shown } from "../serial/shown.ts";
import type { Answer, Look, Question } from "../verify/types.ts";
import { publishedInFolder } from "./in-folder.ts";
import { seeRecords } from "./see-records.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";
import { shownSignedRecords } from "./shown-signed.ts";
import { askTransfers } from "./transfers.ts";
import { withoutSigning } from "./without-signing.ts";

const NAMESERVER = { name: "ns1.example.com.", address: "192.0.2.53", port: 53 };
const FILE = 2026120100;
const LAST = FILE + 260;
const ZONE = signedExample();
const CHANGED = signedExample(KEYS, "www 300 A 192.0.2.80\n");
const UNSIGNED: Zone = { ...ZONE, records: ZONE.records.filter(({ type }) => type !== SIGNING_POLICY) };
const DIGEST = { algorithm: 1, digest: digestWithSerial(ZONE, 0, 1) };

/** A nameserver that has a zone, and whatever it does with a question. */
function lookOf(
  zone: Zone,
  change: (answer: ZoneRecord[], question: Question) => ZoneRecord[] = (a) => a,
): Look {
  return (_, questions) =>
    Promise.resolve(
      questions.map((question): Answer => {
        const { name, type, dnssec } = question;
        const answer = zone.records.filter(
          (record) =>
            keyOf(record.owner) === keyOf(name) &&
            (record.type === type || (dnssec === true && isSignatureOf(type, record))),
        );
        const reply = {
          rcode: 0,
          aa: true,
          authority: [],
          additional: [],
          transport: "udp",
          milliseconds: 1,
        } as const;
        return { outcome: "reply", ...reply, answer: change(answer, question) };
      }),
    );
}

function isSignatureOf(type: number, { type: own, rdata }: ZoneRecord): boolean {
  if (own !== RRSIG) return false;
  const data = decode(RRSIG, rdata);
  return data.type === "RRSIG" && data.type_covered === type;
}

async function shown(look: Look): Promise<Shown> {
  const [one] = await shownByNameserver(NAMESERVER, [ZONE.origin], look, { timeout: 1, tries: 1 });
  return one!;
}

describe("a nameserver that signs the zone shows the serial of its file", () => {
  test.each([
    ["before the base, with a clock that is behind", 2000, 0, 2970],
    ["in the first week", 2970, 0, 2970],
    ["three weeks later", 2973, 3, 2973],
  ])("%s", async (_, window, more, signedFor) => {
    expect(await shown(lookOf(signedZone(ZONE, FILE, window)))).toMatchObject({
      kind: "serial",
      serial: FILE,
      signed: { answers: { serial: FILE + more, window: signedFor }, last: LAST },
      digest: DIGEST,
      timers: { refresh: 7200, retry: 3600 },
    });
  });

  test("and also where somebody asks while its window turns, so that SOA and ZONEMD are of two weeks", async () => {
    const [before, after] = [signedZone(ZONE, FILE, 2973), signedZone(ZONE, FILE, 2974)];
    let asked = 0;
    const look: Look = (nameserver, questions, patience) => {
      asked += 1;
      if (asked > 1) return lookOf(after)(nameserver, questions, patience);
      return lookOf(before, (answer, { name, type }) =>
        type === ZONEMD ? after.records.filter((r) => r.type === ZONEMD && r.owner === name) : answer,
      )(nameserver, questions, patience);
    };
    expect(await shown(look)).toMatchObject({ serial: FILE, digest: DIGEST });
  });
});

test("one that does not tell its week is silent: its serial may be one of many", async () => {
  const look = lookOf(signedZone(ZONE, FILE, 2973), (answer) => answer.filter(({ type }) => type !== RRSIG));
  expect(await shown(look)).toEqual({
    by: "ns1.example.com. (192.0.2.53)",
    nameserver: "ns1.example.com.",
    kind: "silent",
    reason: "it does not tell for which week it signs the zone",
  });
});

describe("the serial of a zone", () => {
  const decide = (candidate: Zone, places: readonly Shown[]) =>
    decideSerial({
      digestWith: (serial, algorithm) => digestWithSerial(candidate, serial, algorithm),
      shown: places,
      style: "date",
      fresh: FILE,
    });
  const served = (zone: Zone, window: number) => shown(lookOf(signedZone(zone, FILE, window)));

  test("is kept while its content is the same, whatever the week, on machines of two weeks and a secondary behind", async () => {
    const places = await Promise.all([2973, 2974, 2971].map((window) => served(ZONE, window)));
    expect(decide(ZONE, places)).toEqual({ kind: "kept", serial: FILE });
  });

  test("goes above all that the release before has reserved where content or keys change", async () => {
    const raised = { kind: "raised", serial: LAST + 1, from: FILE, because: "content changed" };
    expect(decide(CHANGED, [await served(ZONE, 2973)])).toEqual(raised);
    expect(decide(signedExample({ ...KEYS, counter: 2 }), [await served(ZONE, 2973)])).toEqual(raised);
  });

  test("goes up where signing begins, from the digest that unsigned zones have", async () => {
    const before = await shown(lookOf(signedZone(UNSIGNED, FILE, 2973)));
    expect(before).toMatchObject({ serial: FILE, digest: { digest: digestWithSerial(UNSIGNED, FILE, 1) } });
    expect(decide(UNSIGNED, [before])).toMatchObject({ kind: "kept" });
    expect(decide(ZONE, [before])).toMatchObject({
      kind: "raised",
      serial: FILE + 1,
      because: "content changed",
    });
  });

  test("goes above all that is reserved where signing ends", async () => {
    expect(decide(UNSIGNED, [await served(ZONE, 2973)])).toMatchObject({
      kind: "raised",
      serial: LAST + 1,
      because: "content changed",
    });
  });
});

test("a folder of rendered files shows the serial that stands there, and what is reserved", async () => {
  const { text } = renderZone(ZONE, FILE);
  const known = await publishedInFolder("out", fakeFiles({ "out/example.com.zone": text }));
  expect([...known.values()][0]!.shown).toEqual([
    { by: "out/example.com.zone", kind: "serial", serial: FILE, signed: { last: LAST }, digest: DIGEST },
  ]);
});

test("a transferred zone is known by what stands in git, and nothing that a signer made is a change", async () => {
  const keys = {
    ...KEYS,
    cds: "keys",
    csync: true,
    denial: "nsec3",
    keys: [{ ...KEYS.keys[0]!, ds: "wanted" }],
  } as const;
  const source = signedExample(keys, "*.w 300 TXT x\nsub 300 NS ns1\n");
  const zone = signedZone(source, FILE, 2973);
  expect(shownSignedRecords(zone)).toMatchObject({
    serial: FILE,
    digest: { digest: digestWithSerial(source, 0, 1) },
  });
  const left = withoutSigning(zone.records, source).filter(({ type }) => type !== SOA);
  expect(left).toEqual(source.records.filter(({ type }) => type !== SOA));

  const ask = askTransfers(() => Promise.resolve([...zone.records]), { quiet: 1, total: 1 });
  const place = await shown(lookOf(zone));
  const seen = await seeRecords(zone.origin as Name, [{ nameserver: NAMESERVER, shown: place }], ask);
  expect(seen.records).toHaveLength(zone.records.length);
  expect(seen.shown[0]).toMatchObject({ serial: FILE, digest: { digest: digestWithSerial(source, 0, 1) } });
});

test("what is reserved lies above every serial that is answered", () => {
  expect(lastReserved(FILE, KEYS)).toBe(LAST);
});
