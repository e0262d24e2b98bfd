import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Proof } from "../../src/proof/proof.ts";
import { printPair } from "./print-pair.ts";
import { provePair } from "./prove-pair.ts";
import { arbitrarySignedPair, signedIn, type Way } from "./signed-pair.ts";
import { pairOf, type Texts } from "./texts.ts";
import type { ZonePair } from "./zone-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 50);
const seed = Number(process.env.PROOF_SEED ?? 12);

test("of zones that our nameservers sign, what a change can reach gives the result of all questions; each answer has a cause and is as the zones say", async () => {
  let signed = 0;
  await fc.assert(
    fc.asyncProperty(arbitrarySignedPair(), async (pair) => {
      const full = await provePair(pair, true);
      const part = await provePair(pair, false);
      expect(full.unexplained, printPair(pair)).toEqual([]);
      expect(full.model.disagreements, printPair(pair)).toEqual([]);
      expect(full.notProved, printPair(pair)).toEqual([]);
      expect(resultOf(part), printPair(pair)).toEqual(resultOf(full));
      if (full.groups.some(({ kind }) => kind === "signing")) signed += 1;
    }),
    { numRuns: runs, seed },
  );
  expect(signed).toBeGreaterThan(runs / 5);
});

/** All but how it was found. The model judges what is asked. */
function resultOf({ asked: _, outOfReach: __, milliseconds: ___, model: ____, ...result }: Proof): unknown {
  return result;
}

/** The pair of texts, its zones signed in these ways. */
function signedPair(before: Texts, after: Texts, [was, is]: readonly [Way, Way]): ZonePair {
  const pair = pairOf(before, after);
  return {
    before: pair.before.map((zone) => signedIn(was, zone)),
    after: pair.after.map((zone) => signedIn(is, zone)),
  };
}

/** Each question whose answer changes, of those that are shown. */
function examplesOf({ groups }: Proof): string[] {
  return groups.flatMap(({ kind, examples }) =>
    examples.map(
      ({ name, type, dnssec }) => `${kind} ${printName(name)} ${typeName(type)}${dnssec ? " +dnssec" : ""}`,
    ),
  );
}

const TEXT = "www A 192.0.2.1\nblog CNAME www\nd NS ns.g.\n*.w TXT t";

describe("of a signed zone", () => {
  test.each<[what: string, ways: readonly [Way, Way], changed: (count: number) => boolean]>([
    [
      "another week changes nothing but the record that says it",
      ["one key", "one key, two weeks later"],
      (n) => n <= 3,
    ],
    [
      "a key that signs nothing changes DNSKEY, and what shows it",
      ["one key", "a second key published"],
      (n) => n <= 7,
    ],
    ["CDS and CSYNC change the apex alone", ["one key", "CDS and CSYNC"], (n) => n <= 20],
    ["another key changes all signed answers", ["one key", "the second key alone"], (n) => n > 40],
    ["another kind of denial changes what is denied", ["one key", "NSEC3"], (n) => n > 15],
    ["signing that ends changes all signed answers", ["one key", "none"], (n) => n > 40],
  ])("%s", async (_, ways, isExpected) => {
    const proof = await provePair(signedPair({ "e.": TEXT }, { "e.": TEXT }, ways), false);
    const kinds = proof.groups.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(proof.changed <= 3 ? ["written"] : ["signing", "written"]);
    expect(proof.changed).toSatisfy(isExpected);
  });

  test("a record that changes changes its answers, and not those of others", async () => {
    const after = TEXT.replace("192.0.2.1", "192.0.2.2");
    const proof = await provePair(signedPair({ "e.": TEXT }, { "e.": after }, ["one key", "one key"]), false);
    expect(examplesOf(proof)).toEqual([
      "alias blog.e. A",
      "alias blog.e. A +dnssec",
      "written www.e. A",
      "written www.e. A +dnssec",
      "written www.e. ANY",
    ]);
  });
});

describe("of a large zone that is signed otherwise", () => {
  const hosts = Array.from({ length: 40 }, (_, index) => `host-${index} A 192.0.2.${index}\n`).join("");
  const after = hosts.replace("host-39 A 192.0.2.39", "host-39 A 198.51.100.39");
  const pair = signedPair({ "e.": hosts }, { "e.": after }, ["none", "one key"]);

  test("some names are asked for, with all that something else reaches; of the others it is said that they were not", async () => {
    const part = await provePair(pair, false, { mostSigned: 10 });
    const whole = await provePair(pair, false);
    expect(part.unexplained).toEqual([]);
    expect(part.groups.filter(({ kind }) => kind === "written").length).toBe(2); // the host and how it is signed
    expect(part.notProved.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/signed otherwise, and \d+ of its names were not asked for/),
    ]);
    expect(whole.notProved).toEqual([]);
    expect(part.asked).toBeLessThan(whole.asked / 3);
    expect(part.same + part.changed).toBe(part.questions);
  });
});
