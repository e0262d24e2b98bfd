import { describe, expect, test } from "vitest";
import type { Zone } from "../../dns/zone.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { dsFor } from "../dnssec/chain-of-trust.ts";
import { policyIn } from "../dnssec/policy.ts";
import { validationQuestions } from "../verify/validation-questions.ts";
import type { Validate, Validity } from "../verify/validator.ts";
import type { World } from "../world.ts";
import { proveValidation } from "./prove-validation.ts";
import { signingTime } from "./signing-time.ts";
import { makeSteps } from "./steps.ts";

const ZONE = signedExample(undefined, "*.wild 300 TXT x\nsub 300 NS ns.sub\nns.sub 300 A 192.0.2.1\n");
const UNSIGNED = zoneOf("example.org.", "@ 300 SOA a b 0 1 1 1 1\n");
const KEY = policyIn(ZONE)!.keys[0]!;
const ADDRESSES = ["192.0.2.53", "192.0.2.54"].map((address) => ({ name: "ns1.", address, port: 53 }));

type Asked = Parameters<Validate>[0];

async function prove(judge: ((asked: Asked) => Validity) | undefined, ds: readonly string[] = []) {
  const asked: Asked[] = [];
  let now = 0;
  const world = {
    validator: () =>
      Promise.resolve(
        judge &&
          ((order: Asked) => {
            asked.push(order);
            return Promise.resolve(judge(order));
          }),
      ),
    resolver: () => () =>
      Promise.resolve([
        {
          ...{ outcome: "reply", rcode: 0, aa: false, authority: [], additional: [], transport: "udp" },
          ...{
            milliseconds: 1,
            answer: ds.map((rdata) => ({ owner: ZONE.origin, type: 43, ttl: 1, rdata })),
          },
        },
      ]),
    progress: { step: () => {}, count: () => {}, end: () => {} },
    patience: {
      seed: "x",
      clock: {
        now: () => now,
        wait: (milliseconds: number) => {
          now += milliseconds;
          return Promise.resolve();
        },
      },
    },
  } as unknown as World; // nothing else is used
  const zones: readonly Zone[] = [ZONE, UNSIGNED];
  const proof = await proveValidation(
    { zones, nameservers: ADDRESSES, deadline: 5_000 },
    makeSteps(world),
    world,
  );
  return { ...proof, asked };
}

const SECURE = { kind: "secure" } as const;

describe("a validator", () => {
  test("looks at an answer of each kind at every address, from the DS that the zone would have", async () => {
    const { failures, warnings, asked } = await prove(() => SECURE);
    expect([failures, warnings]).toEqual([[], []]);
    const kinds = validationQuestions(ZONE, "x").map(({ kind }) => kind);
    expect(kinds).toEqual(["data", "no data", "no such name", "wildcard", "referral"]);
    expect(asked).toHaveLength(kinds.length * ADDRESSES.length);
    expect(new Set(asked.flatMap(({ anchors }) => anchors))).toEqual(new Set([dsFor(ZONE.origin, KEY)]));
  });

  test("goes by the DS of the parent where they lead to a key", async () => {
    const other = dsFor(ZONE.origin, { ...KEY, publicKey: "another key that is somewhere   " });
    const { asked } = await prove(() => SECURE, [other]);
    expect(asked[0]!.anchors).toEqual([dsFor(ZONE.origin, KEY)]);
    const both = await prove(() => SECURE, [other, dsFor(ZONE.origin, KEY)]);
    expect(both.asked[0]!.anchors).toEqual([dsFor(ZONE.origin, KEY)]);
  });

  test.each<[string, Validity, string]>([
    [
      "bogus",
      { kind: "bogus", reason: "no valid RRSIG" },
      "finds it bogus: example.com. at ns1. (192.0.2.54), wildcard",
    ],
    ["unsigned", { kind: "insecure" }, "finds no signature: example.com. at ns1. (192.0.2.54), wildcard"],
  ])(
    "that finds one answer %s at one address makes it a failure, as long as it stays so",
    async (_, bad, said) => {
      const isBad = ({ nameserver, question }: Asked) =>
        nameserver === ADDRESSES[1] && question.name.endsWith(nameOf("wild.example.com."));
      const lasting = await prove((asked) => (isBad(asked) ? bad : SECURE));
      expect(lasting.failures).toEqual([expect.stringContaining(said)]);
      let looks = 0;
      const passing = await prove((asked) => (isBad(asked) && looks++ === 0 ? bad : SECURE));
      expect([passing.failures, looks]).toEqual([[], 2]);
    },
  );

  test("that gets no answer, or is not there, is told, and is no failure", async () => {
    const silent = await prove(() => ({ kind: "silent", reason: "timed out" }));
    expect([silent.failures, silent.warnings.length]).toEqual([[], 2]);
    const none = await prove(undefined);
    expect([none.failures, none.warnings]).toEqual([[], [expect.stringContaining("delv is not installed")]]);
  });
});

test("a machine has time to sign by the number of signatures, and none where it signs nothing", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index} 300 A 192.0.2.1\n`).join("");
  expect(signingTime([UNSIGNED])).toBe(0);
  // 20,000 signatures of 70 µs with a sixteenth of a processor.
  expect(signingTime([signedExample(undefined, names), UNSIGNED])).toBeCloseTo(5_000 + 22_400, -2);
});
