import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEYS } from "../../../test/dnssec/signed-example.ts";
import { nameOf } from "../../../test/zone-text.ts";
import { CDS_MODES, DENIALS, tagOf, type ZoneKey, type ZoneKeys } from "../../dnssec/zone-keys.ts";
import { keysIn, withZone } from "./edit-keys.ts";

const COM = nameOf("example.com.");
const ORG = nameOf("example.org.");
const CSK = KEYS.keys[0]!;
const OTHER = tagged({ ...CSK, publicKey: "\x02".repeat(32), state: "published" });

function tagged(key: ZoneKey): ZoneKey {
  return { ...key, tag: tagOf(key) };
}

const WRITTEN = `# ours
zones:
  # the shop
  example.com:
    counter: 1 # by hand
    base: 2970

    keys:
      # in the safe
      - tag: 3613
        algorithm: ED25519
        role: csk
        state: "active"
        since: 2026-11-30T12:00:00Z
        public: >-
          l02Woi0iS8Aa25FQkUd9RMzZHJpB
          oRQwAQEX1SxZJA4=
  # the other one
`;

describe("another state of a zone's keys", () => {
  test("begins the file", () => {
    expect(withZone(undefined, COM, KEYS)).toBe(
      `# Which keys sign which zone. \`zonepipe dnssec\` writes it; the private halves are never here.
zones:
  example.com:
    counter: 1
    base: 2970
    keys:
      - tag: 3613
        algorithm: ED25519
        role: csk
        state: active
        since: ${new Date(CSK.since * 1000).toISOString().replace(".000Z", "Z")}
        ds: absent
        public: l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
`,
    );
  });

  test("leaves comments, blank lines and quotes as they are", () => {
    const now = (keysIn(WRITTEN) as ReadonlyMap<string, ZoneKeys>).get(COM)!;
    const next: ZoneKeys = {
      ...now,
      counter: 2,
      cds: "keys",
      keys: [
        { ...now.keys[0]!, state: "retired" },
        { ...OTHER, state: "active", ds: "wanted" },
      ],
    };
    const text = withZone(WRITTEN, COM, next);
    expect(text).toBe(
      WRITTEN.replace("counter: 1", "counter: 2")
        .replace('"active"', "retired")
        .replace("by hand\n", "by hand\n    cds: keys\n")
        .replace(
          "SxZJA4=\n",
          `SxZJA4=\n      - tag: ${OTHER.tag}\n        algorithm: ED25519\n        role: csk\n        state: active\n        since: ${new Date(OTHER.since * 1000).toISOString().replace(".000Z", "Z")}\n        ds: wanted\n        public: ${Buffer.from(OTHER.publicKey, "latin1").toString("base64")}\n`,
        ),
    );
    expect(withZone(text, COM, { ...next, keys: [next.keys[1]!] })).not.toContain("3613");
  });

  test("comes behind the zones that are there, and goes without a trace", () => {
    const both = withZone(WRITTEN, ORG, KEYS);
    expect(both.indexOf("example.org:")).toBeGreaterThan(both.indexOf("example.com:"));
    expect(withZone(both, ORG, undefined)).toBe(WRITTEN);
    expect(withZone(withZone(undefined, COM, KEYS), COM, undefined)).toContain("zones: {}\n");
  });

  test.each([
    ["nothing", ""],
    ["a comment without the end of its line", "# none"],
    ["an empty mapping", "zones: {}\n"],
    ["nothing behind the key", "zones:\n"],
    ["another zone without the end of the last line", withZone(undefined, ORG, KEYS).trimEnd()],
  ])("is written where there is %s", (_, text) => {
    const zones = keysIn(withZone(text, COM, KEYS));
    expect((zones as ReadonlyMap<string, ZoneKeys>).get(COM)).toEqual(KEYS);
  });

  test.each([
    ["in one line", "zones: {example.com: {counter: 1, base: 2970, keys: []}}\n"],
    ["with an anchor", `x: 1\n${WRITTEN}`],
  ])("is left to people where the file is written %s", (_, text) => {
    expect(() => withZone(text, COM, KEYS)).toThrow(
      /^Cannot change _keys.yaml: .*\n {2}Write it by hand:\n {2}example/,
    );
  });
});

const anyKey = fc
  .record({
    publicKey: fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((octets) => Buffer.from(octets).toString("latin1")),
    state: fc.constantFrom("published", "retired", "early", "late"),
    since: fc.nat(2_000_000_000),
  })
  .map((more) => tagged({ ...CSK, ...more } as ZoneKey)); // its fields are those of a key
const anyKeys = fc
  .record({
    counter: fc.integer({ min: 1, max: 1000 }),
    base: fc.nat(5000),
    windows: fc.integer({ min: 2, max: 1600 }),
    denial: fc.constantFrom(...DENIALS),
    ttl: fc.nat(86_400),
    cds: fc.constantFrom(...CDS_MODES.filter((mode) => mode !== "keys")),
    csync: fc.boolean(),
    keys: fc.uniqueArray(anyKey, { maxLength: 3, selector: ({ tag }) => tag }),
  })
  .map((zone): ZoneKeys => ({ ...zone, keys: [CSK, ...zone.keys.filter(({ tag }) => tag !== CSK.tag)] }));

test("whatever is written is read as that, one change after the other", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(COM, ORG), anyKeys), { minLength: 1, maxLength: 4 }),
      (steps) => {
        const wanted = new Map<string, ZoneKeys>();
        let text: string | undefined;
        for (const [zone, keys] of steps) {
          const before = wanted.get(zone)?.keys ?? [];
          // Keys that stay are in the order in which they stand; those that come are behind them.
          const order = (key: ZoneKey) => {
            const at = before.findIndex(({ publicKey }) => publicKey === key.publicKey);
            return at === -1 ? 1000 : at;
          };
          const sorted = { ...keys, keys: keys.keys.toSorted((a, b) => order(a) - order(b)) };
          text = withZone(text, zone, sorted);
          wanted.set(zone, sorted);
          expect(new Map(keysIn(text) as ReadonlyMap<string, ZoneKeys>)).toEqual(wanted);
        }
      },
    ),
    { numRuns: 60 },
  );
});
