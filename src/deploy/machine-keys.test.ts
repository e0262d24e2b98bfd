import { describe, expect, test } from "vitest";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { makeTestKey, policyOf } from "../../test/signing/written-zone.ts";
import { nameOf } from "../../test/zone-text.ts";
import { keyedImages, keysOfBefore, keyVariable, missingKeys, whyNotBack } from "./machine-keys.ts";
import type { SurveyedMachine } from "./survey.ts";

const ZONE = nameOf("example.com.");
const OTHER = nameOf("example.org.");
const { policy: KEY } = makeTestKey();
const stateOf = (counter: number, keys: readonly PolicyKey[] = [KEY]): SigningPolicy =>
  policyOf({ counter, keys });
const states = (counter: number) => new Map([[ZONE, stateOf(counter)]]);

interface Says {
  readonly image?: string;
  readonly takesKeyStates?: boolean;
  readonly keys?: readonly PolicyKey[];
  readonly fault?: string;
  readonly zone?: string;
}

function machine({ image = "old", takesKeyStates = true, keys, fault, zone = "example.com." }: Says = {}) {
  const pinned = `registry.fly.io/dns@${image}`;
  const check = {
    ...{ build: {}, renumbers: true, takesKeyStates, keys, identity: "iad/m", healthy: true, problems: [] },
    zones: [{ name: nameOf(zone), serial: 1, digest: undefined, udp: true, tcp: true }],
  };
  return {
    app: "dns",
    machine: { id: "m", region: "iad", image: { reference: image, digest: image, pinned }, env: {} },
    check: fault === undefined ? check : { fault },
  } as unknown as SurveyedMachine; // nothing else is looked at
}

const OLD = "registry.fly.io/dns@old";

describe("an image of before can be brought back", () => {
  test.each<[string, Says, boolean]>([
    ["where its nameserver takes newer keys", {}, true],
    ["not where it is of a time before that", { takesKeyStates: false }, false],
    ["where it has none of the signed zones", { takesKeyStates: false, zone: "example.org." }, true],
    ["where nobody knows what it is: then it is no nameserver of ours", { fault: "no such file" }, true],
    ["not where it does not run and nothing is written down of it", { image: "another" }, false],
  ])("%s", (_, says, isFree) => {
    expect(whyNotBack([OLD], states(2), [machine(says)], undefined) === undefined).toBe(isFree);
  });

  test("where nothing is signed, and where it was written down that it takes them", () => {
    const machines = [machine({ takesKeyStates: false })];
    expect(whyNotBack([OLD], new Map(), machines, undefined)).toBeUndefined();
    const record = { version: 1, commit: "", inputs: "", floors: {}, before: [], keyed: [OLD] } as const;
    expect(whyNotBack([OLD], states(2), [], { last: record, unfinished: [] })).toBeUndefined();
    expect([...keyedImages(machines, { unfinished: [record] })]).toEqual([OLD]);
    expect(whyNotBack([OLD], states(2), [], undefined)).toContain(
      "release the old records with today's server",
    );
  });
});

test.each([
  [2, 1, []],
  [2, 2, []],
  [1, 2, [expect.stringContaining("have the counter 1, and 2 was released already")]],
])("keys with the counter %i where %i was released", (planned, inForce, expected) => {
  expect(keysOfBefore(states(planned), states(inForce))).toEqual(expected);
  expect(keysOfBefore(new Map([[OTHER, stateOf(planned)]]), states(inForce))).toEqual([]);
});

describe("a key that is to sign", () => {
  const wanted = new Map([[ZONE, stateOf(1, [KEY, { ...makeTestKey().policy, signs: "none" }])]]);
  const missing = (says: Says, secrets: readonly string[]) =>
    missingKeys(wanted, [{ app: "dns", machines: [machine(says)], secrets }]);

  test("is named where a machine does not have it and no secret may hold it", () => {
    const [first, ...others] = missing({}, ["ZONEPIPE_COOKIE_SECRETS", "ZONEPIPE_DNSSEC_KEYS_EXAMPLE_NET_1"]);
    expect([first, others]).toEqual([expect.stringMatching(/^dns does not have the private key \d+ of/), []]);
    const [variable] = /ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_\d+/.exec(first!)!;
    expect(missing({}, [variable])).toEqual([]);
  });

  test.each<[string, Says, readonly string[]]>([
    ["a machine tells that it has it", { keys: [KEY] }, []],
    ["a secret may hold any", {}, ["ZONEPIPE_DNSSEC_KEYS"]],
  ])("is not missed where %s", (_, says, secrets) => {
    expect(missing(says, secrets)).toEqual([]);
  });

  test("has a variable of its own, whatever the zone is called", () => {
    expect([keyVariable("example.com.", 7), keyVariable("1-2.\\042x.example.", 60_000)]).toEqual([
      "ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_7",
      "ZONEPIPE_DNSSEC_KEYS_1_2_042X_EXAMPLE_60000",
    ]);
  });
});
