import fc from "fast-check";
import { expect, test } from "vitest";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { checkFiles } from "../../../test/check-zones.ts";
import { ED25519_KEY, keysYaml, keyYaml } from "../../../test/dnssec/keys-yaml.ts";
import { policyIn } from "../../dnssec/policy.ts";

const ZONES = { "example.com.yaml": "{}\n", "example.org.yaml": "{}\n" };

async function told(keys: string, zones: { readonly [file: string]: string } = ZONES): Promise<string[]> {
  return (await checkFiles({ ...zones, "_keys.yaml": keys })).problems;
}

test("a zone with a key has the record by which it is signed, and others have none", async () => {
  const { zones, problems } = await checkFiles({ ...ZONES, "_keys.yaml": keysYaml() });
  expect(problems).toEqual([]);
  const [signed, unsigned] = zones.map(({ records }) =>
    records.filter(({ type }) => type === SIGNING_POLICY),
  );
  expect([signed?.length, unsigned?.length]).toEqual([1, 0]);
  expect(signed![0]).toMatchObject({ ttl: 3600, at: { file: "zones/_keys.yaml", line: 2, column: 3 } });
  expect(policyIn(zones[0]!)).toEqual({
    counter: 1,
    base: 2970,
    windows: 260,
    denial: "nsec",
    ttl: 3600,
    isLeaving: false,
    csync: false,
    keys: [
      {
        flags: 257,
        algorithm: 15,
        publicKey: Buffer.from(ED25519_KEY, "base64").toString("latin1"),
        signs: "all",
        isPublished: true,
        isWanted: false,
      },
    ],
  });
});

test("a zone may be named by its letters, with its final dot, in any case", async () => {
  for (const name of ["Example.COM", "example.com."]) {
    const { zones, problems } = await checkFiles({ ...ZONES, "_keys.yaml": keysYaml({ name }) });
    expect(problems).toEqual([]);
    expect(zones.map((zone) => policyIn(zone) !== undefined)).toEqual([true, false]);
  }
});

test.each([
  ["nothing", ""],
  ["a comment alone", "# none yet\n"],
  ["no zone", "zones: {}\n"],
])("%s in the file signs nothing", async (_, text) => {
  const { zones, problems } = await checkFiles({ ...ZONES, "_keys.yaml": text });
  expect(problems).toEqual([]);
  expect(zones.map(policyIn)).toEqual([undefined, undefined]);
});

test.each<[what: string, yaml: string, told: readonly string[]]>([
  [
    "a text in place of the mapping",
    "none\n",
    [
      '_keys.yaml:1:1 error wrong-kind: The keys are "none"; expected a mapping | Leave this file to `zonepipe dnssec`, which begins it with `zones:`.',
    ],
  ],
  [
    "a key that means nothing",
    "zone: {}\n",
    [
      '_keys.yaml:1:1 error unknown-key: The file has the key "zone", which means nothing | Did you mean "zones"?',
    ],
  ],
  [
    "no counter, no base, no keys",
    "zones: {example.com: {}}\n",
    [
      "_keys.yaml:1:22 error missing-key: Zone example.com has no counter | Add `counter: …`.",
      "_keys.yaml:1:22 error missing-key: Zone example.com has no base | Add `base: …`.",
      "_keys.yaml:1:22 error missing-key: Zone example.com has no keys | Add `keys: …`.",
    ],
  ],
  [
    "an empty list of keys",
    "zones: {example.com: {counter: 1, base: 1, keys: []}}\n",
    [
      "_keys.yaml:1:50 error missing-value: example.com.keys is an empty list; expected one item at least | Write the items, or remove the key.",
    ],
  ],
  [
    "a zone under two spellings",
    `${keysYaml()}  EXAMPLE.com:\n${keysYaml().split("\n").slice(2).join("\n")}`,
    [
      "_keys.yaml:12:3 error yaml-duplicate-key: Zone example.com. has keys twice, under two spellings | Write them in one place.",
    ],
  ],
  [
    "a counter of 0",
    keysYaml({ counter: 0 }),
    ["_keys.yaml:3:14 error config-value: counter is 0; expected 1 at least | Write 1 or more."],
  ],
  [
    "a state that is none, and everything else that is wrong",
    keysYaml({ key: { state: "activ", since: "2026-02-30T00:00:00Z", public: "secret!" } }),
    [
      '_keys.yaml:9:14 error config-value: state is "activ"; expected one of early, published, active, retired, late, foreign | Did you mean "active"?',
      '_keys.yaml:10:14 error config-value: since is "2026-02-30T00:00:00Z"; expected a time in UTC | Write it as in 2026-11-30T12:00:00Z.',
      "_keys.yaml:11:15 error config-value: public is no Base64; expected the public key as DNSKEY has it | Copy the whole value again, with the = at its end where it has one.",
    ],
  ],
  [
    "an algorithm that nobody knows",
    keysYaml({ key: { algorithm: "ED25591" } }),
    [
      '_keys.yaml:7:18 error key-algorithm: algorithm is "ED25591"; expected one of RSASHA256, ECDSAP256SHA256, ECDSAP384SHA384, ED25519 | Did you mean "ED25519"?',
    ],
  ],
])("%s is told", async (_, yaml, expected) => {
  expect(await told(yaml)).toEqual(expected);
});

test("a file of another name is told, because the zone would not be signed", async () => {
  const { problems } = await checkFiles({ ...ZONES, "_keys.yml": keysYaml() });
  expect(problems).toEqual([
    "_keys.yml:1:1 error file-not-read: These look like the keys of signed zones, and are not read | Name it _keys.yaml.",
  ]);
});

test.each([
  ["DNSKEY", "{flags: 257, protocol: 3, algorithm: 15, public_key: AAAA}"],
  ["CDNSKEY", "{flags: 257, protocol: 3, algorithm: 15, public_key: AAAA}"],
])(
  "a %s of the user's own is refused in a zone that is signed here, and in no other",
  async (type, value) => {
    const own = `'': {type: ${type}, value: ${value}}\n`;
    const lines = await told(keysYaml(), { "example.com.yaml": own, "example.org.yaml": own });
    const refused = lines.filter((line) => line.includes("keys-own-record"));
    expect(refused).toEqual([
      expect.stringMatching(
        `^example.com.yaml:1:\\d+ error keys-own-record: The zone is signed by our nameservers, and they make its ${type} \\|`,
      ),
    ]);
  },
);

test("a name that leaves no room for hashes is told before a nameserver meets it", async () => {
  const long = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(50)}`;
  const zones = { [`${long}.yaml`]: "{}\n" };
  const lines = await told(keysYaml({ name: long, more: "    denial: nsec3\n" }), zones);
  expect(lines).toEqual([
    "_keys.yaml:2:3 error keys-states: The zone cannot be signed: its name leaves no room for the hashes of NSEC3 | Change what the message says, or take the zone out of _keys.yaml, so that it is not signed.",
  ]);
});

test("whatever stands in the file, there are places in it, or keys that sign", async () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .tuple(
        fc.constantFrom(...keysYaml().match(/\S+/g)!),
        fc.constantFrom("", "-1", "[]", "{}", "~", "*x", "&x", "'"),
      )
      .map(([from, to]) => keysYaml().replace(from, to)),
  );
  await fc.assert(
    fc.asyncProperty(text, async (yaml) => {
      const { zones, problems } = await checkFiles({ ...ZONES, "_keys.yaml": yaml });
      const policies = zones.flatMap((zone) => policyIn(zone) ?? []);
      for (const { keys } of policies) expect(keys.some(({ signs }) => signs !== "none")).toBe(true);
      for (const line of problems) expect(line).toMatch(/^_keys\.yaml:[1-9][0-9]*:[1-9][0-9]* /);
    }),
    { numRuns: 100 },
  );
});

test("a key that is listed twice, with another tag of the same number, is told once for each", async () => {
  const lines = await told(keysYaml({ keys: [keyYaml(), keyYaml()] }));
  expect(lines).toEqual([
    "_keys.yaml:12:7 error key-twice: Key 3613 (ED25519) stands here twice | Write it once, with the state that it is in.",
  ]);
});
