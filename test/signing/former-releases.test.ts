import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keyOf } from "../../dns/name.ts";
import { parsePkcs8 } from "../../dns/signing/key-files.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import type { Zone } from "../../dns/zone.ts";
import type { SerialSettings } from "../../server/settings/serial-settings.ts";
import { serialOfZone } from "../../server/tables/zone-serial.ts";
import { addFormerSteps } from "../../server/zones/former-steps.ts";
import { type Loaded, load } from "../../server/zones/load.ts";
import type { ZoneSigning } from "../../server/zones/zone-signing.ts";
import { queryOf } from "../serve-text.ts";
import { ixfrQuery, recordsOf, respondFrom, takeMessages } from "../transfer/take-transfer.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { writeReleases } from "./written-journal.ts";
import { makeTestKey, type PolicyChanges, type TestKey, zoneToSign } from "./written-zone.ts";

const ORIGIN = "example.com.";
const BASE = 2900;
const KEY = makeTestKey(15);
const OTHER = makeTestKey(15);

let folder: string;
/** Counts what was signed and not taken from what is served. */
let signatures: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-former-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type SigningNow = Extract<ZoneSigning, { kind: "now" }>;

function signingIn(window: number, here: readonly TestKey[] = [KEY]): SigningNow {
  return {
    ...{ kind: "now", window, by: "OpenSSL" },
    signerOf: ({ publicKey, algorithm }) => {
      const key = here.find(({ policy }) => policy.publicKey === publicKey);
      if (key === undefined) return undefined;
      const read = parsePkcs8(key.private.pkcs8);
      if ("fault" in read) throw new Error(read.fault);
      const sign = plainSigner(algorithm as 15, read);
      return (data) => {
        signatures += 1;
        return sign(data);
      };
    },
  };
}

const BOTH = [KEY, OTHER];
const NOW = BASE + 3;

/** So that signatures are the smaller part of a zone. */
const BALLAST = Array.from({ length: 90 }, (_, index) => `ballast TXT "${"x".repeat(200)}${index}"`);
const WWW = [...BALLAST, "www A 192.0.2.1"];
const AGAIN = [...BALLAST, "www A 192.0.2.2"];

function release(
  serial: number,
  lines: readonly string[],
  changes: Partial<PolicyChanges> = {},
  soa = "7200 3600 1209600 60",
): Zone {
  const text = `$TTL 300\n@ SOA ns Host ${serial} ${soa}\n@ NS ns\nns A 192.0.2.1\n${lines.join("\n")}\n`;
  return zoneToSign(zoneOf(ORIGIN, text), { keys: [KEY.policy], base: BASE, windows: 100, ...changes });
}

/** A process that starts with the last of these releases, and has looked what leads there. */
function start(releases: readonly Zone[], signing: SigningNow, count = 1): Loaded {
  writeReleases(folder, releases);
  return startAsWritten(signing, { count });
}

/** What a start finds in the folder, and is told. */
interface Found {
  /** How many zones, and of how many steps it warns. */
  readonly count?: number;
  readonly warnings?: number;
  readonly told?: SerialSettings;
}

/** The same with what is in the folder. */
function startAsWritten(signing: SigningNow, { count = 1, warnings = 0, told }: Found = {}): Loaded {
  const result = load(folder, undefined, told, signing);
  if (result.kind !== "loaded" || result.loaded.zones.length !== count)
    throw new Error(JSON.stringify(result.problems));
  signatures = 0;
  const { zones, tables } = result.loaded;
  const number = numberIn(result.loaded);
  const { problems, serials } = addFormerSteps({ zone: zones[number]!, tables, number }, signing);
  expect(problems).toHaveLength(warnings);
  expect(new Set(serials).size).toBe(serials.length);
  return result.loaded;
}

function numberIn({ zones }: Loaded): number {
  return zones.findIndex(({ origin }) => origin === nameOf(ORIGIN));
}

/** All records of the zone, each once. */
function whole({ tables }: Loaded): string[] {
  return recordsOf(takeMessages(respondFrom(tables), queryOf(`${ORIGIN} AXFR`)))
    .slice(0, -1)
    .sort();
}

const isSoa = (line: string) => / IN SOA /.test(line);

/** What a secondary that has another process' zone makes of the answer to its IXFR (RFC 1995 §4); "whole" where it gets the whole zone. */
function follow(before: Loaded, { tables }: Loaded): string[] | "whole" {
  const serial = serialOfZone(before.tables, numberIn(before));
  const [first, ...rest] = recordsOf(takeMessages(respondFrom(tables), ixfrQuery(ORIGIN, serial)));
  expect(rest.at(-1)).toBe(first);
  if (!isSoa(rest[0] ?? "") || rest.length === 1) return "whole";
  const held = new Set(whole(before));
  let isAdding = true;
  for (const line of rest.slice(0, -1)) {
    if (isSoa(line)) isAdding = !isAdding;
    if (isAdding) {
      expect(held).not.toContain(line);
      held.add(line);
    } else expect(held.delete(line)).toBe(true);
  }
  return [...held].sort();
}

const host = fc.tuple(
  fc.constantFrom("a", "b", "www", "*.w", "x.y.z", "Mail", "sub.a"),
  fc.constantFrom(
    ...["A 192.0.2.1", "A 192.0.2.2", "AAAA 2001:db8::1", "TXT one", "TXT Two", "MX 10 Mail", "NS ns"],
  ),
);
const lines = fc
  .array(host, { maxLength: 12 })
  .map((pairs) => [...new Set(pairs.map((pair) => pair.join(" ")))]);
const FIRSTS = [1, 2_026_113_001, 4_294_967_200, 4_294_967_295];

describe.each(["nsec", "nsec3"] as const)(
  "a process that starts with another release of a zone with %s",
  (denial) => {
    test("gives what leads there from any of those before, in this window and the one before", () => {
      fc.assert(
        fc.property(
          fc.array(lines, { minLength: 2, maxLength: 3 }),
          fc.constantFrom(...FIRSTS),
          fc.constantFrom(1, 100, 70_000, 500_000_000),
          fc.boolean(),
          (states, first, jump, isTurned) => {
            const versions = states.map((state, index) =>
              release((first + index * (100 + jump)) >>> 0, [...BALLAST, ...state], { denial }),
            );
            const window = BASE + 7;
            const now = start(versions, signingIn(window));
            for (const [index] of versions.slice(0, -1).entries()) {
              const before = start(versions.slice(0, index + 1), signingIn(isTurned ? window - 1 : window));
              const expected = whole(now);
              // As much as the zone itself has is given; of those before the last that may be too much.
              const isLast = index === versions.length - 2;
              const followed = follow(before, now);
              if (isLast || followed !== "whole") expect(followed).toEqual(expected);
            }
          },
        ),
        { numRuns: 3 },
      );
    });
  },
);

test("what stays as it is is not signed again", () => {
  const many = Array.from({ length: 50 }, (_, index) => `host-${index} A 192.0.2.1`);
  const before = [release(1, many)];
  const now = start([...before, release(102, many.with(7, "host-7 A 192.0.2.7"))], signingIn(BASE));
  expect(signatures).toBe(3); // SOA, ZONEMD, and the RRset
  expect(follow(start(before, signingIn(BASE)), now)).toEqual(whole(now));
});

test("zones above and below it that are served, too, change nothing", () => {
  const cut = ["sub NS ns.sub", "ns.sub A 192.0.2.9", `sub DS 1 8 2 ${"00".repeat(32)}`, "Mail.Sub MX 10 NS"];
  const text = "@ 300 SOA ns.example.net. Host 1 7200 3600 1209600 60\n@ 300 NS ns.example.net.\n";
  for (const name of ["com.", "sub.example.com."]) writeFileSync(join(folder, `${name}zone`), text);
  const versions = [
    release(1, [...WWW, ...cut]),
    release(102, [...AGAIN, ...cut.slice(0, 2), "*.Sub TXT Any"]),
  ];
  const now = start(versions, signingIn(NOW), 3);
  expect(follow(start(versions.slice(0, 1), signingIn(NOW), 3), now)).toEqual(whole(now));
});

test("the turn of a week and nothing else lies between two starts", () => {
  const versions = [release(1, BALLAST)];
  const now = start(versions, signingIn(BASE + 3));
  expect(follow(start(versions, signingIn(BASE + 2)), now)).toEqual(whole(now));
  expect(follow(start(versions, signingIn(BASE + 1)), now)).toBe("whole");
});

test("a turn of which signatures are more than the zone is not even tried", () => {
  const versions = [release(1, ["www A 192.0.2.1"])];
  const now = start(versions, signingIn(BASE + 3));
  expect(signatures).toBe(0);
  expect(follow(start(versions, signingIn(BASE + 2)), now)).toBe("whole");
});

test.each<[string, Zone, Zone, readonly TestKey[], readonly number[], "followed" | "whole"]>([
  [
    "a key that signed then and is here",
    release(1, WWW),
    release(102, AGAIN, { keys: [OTHER.policy], counter: 2 }),
    BOTH,
    [NOW, NOW - 1],
    "followed",
  ],
  [
    "a key that signed then and is gone",
    release(1, WWW),
    release(102, AGAIN, { keys: [OTHER.policy], counter: 2 }),
    [OTHER],
    [NOW, NOW - 1],
    "whole",
  ],
  [
    "a key that signs now and did not then",
    release(1, WWW),
    release(102, WWW, { keys: [KEY.policy, OTHER.policy], counter: 2 }),
    BOTH,
    [NOW, NOW - 1],
    "followed",
  ],
  [
    "another chain of denials",
    release(1, WWW),
    release(102, AGAIN, { denial: "nsec3" }),
    [KEY],
    [NOW, NOW - 1],
    "followed",
  ],
  [
    "a base that has moved up to now",
    release(1, WWW),
    release(102, AGAIN, { base: NOW }),
    [KEY],
    [NOW, NOW - 1],
    "followed",
  ],
  [
    "a base that was to come",
    release(1, WWW, { base: NOW + 2 }),
    release(102, AGAIN),
    [KEY],
    [NOW],
    "followed",
  ],
  [
    "serials that were used up then",
    release(1, WWW, { windows: 2 }),
    release(102, AGAIN),
    [KEY],
    [BASE + 1],
    "whole",
  ],
  [
    "serials that have been used up since",
    release(1, WWW, { windows: 3 }),
    release(102, AGAIN),
    [KEY],
    [NOW - 1],
    "followed",
  ],
  [
    "signatures that were valid for longer",
    release(1, WWW, {}, "7200 3600 3000000 60"),
    release(102, AGAIN),
    [KEY],
    [NOW, NOW - 1],
    "followed",
  ],
  ["weeks ago", release(1, WWW), release(102, AGAIN), [KEY], [NOW - 2], "whole"],
  [
    "a serial that is greater going round",
    release(4_294_967_294, WWW),
    release(102, AGAIN),
    [KEY],
    [NOW, NOW - 1],
    "followed",
  ],
])("%s", (_, before, after, here, windows, outcome) => {
  const now = start([before, after], signingIn(NOW, here));
  for (const window of windows) {
    const held = start([before], signingIn(window, BOTH));
    expect(follow(held, now)).toEqual(outcome === "whole" ? "whole" : whole(now));
  }
});

test("signatures over the keys that were made beforehand are those of then, as long as the keys are the same", () => {
  const zsk = makeTestKey(15, { signs: "zone", flags: 256 });
  const ksk = { ...KEY, policy: { ...KEY.policy, signs: "keys" as const } };
  const keys = { keys: [ksk.policy, zsk.policy] };
  const others = { keys: [ksk.policy, zsk.policy, { ...OTHER.policy, signs: "none" as const }], counter: 2 };
  const [first, second, third] = [
    release(1, WWW, keys),
    release(102, AGAIN, keys),
    release(203, AGAIN, others),
  ];
  const ofKeys = (versions: readonly Zone[], windows: readonly number[]) => {
    rmSync(join(folder, `${ORIGIN}signatures`), { force: true });
    return windows.flatMap((window) =>
      whole(start(versions, signingIn(window, [ksk, zsk]))).filter((line) =>
        / RRSIG (?:DNSKEY|CDS|CDNSKEY) /.test(line),
      ),
    );
  };
  const sign = (lines: readonly string[]) =>
    writeFileSync(join(folder, `${ORIGIN}signatures`), `${lines.join("\n")}\n`);
  const withoutKey = (window: number) => signingIn(window, [zsk]);
  sign(ofKeys([first], [NOW - 1, NOW]));
  const held = [NOW, NOW - 1].map((window) => start([first], withoutKey(window)));
  const now = start([first, second], withoutKey(NOW));
  for (const before of held) expect(follow(before, now)).toEqual(whole(now));
  sign(ofKeys([second], [NOW]));
  const later = start([first, second], withoutKey(NOW));
  expect(held.map((before) => follow(before, later))).toEqual([whole(later), "whole"]);
  sign(ofKeys([third], [NOW]));
  const rolled = start([first, second, third], withoutKey(NOW));
  expect(held.map((before) => follow(before, rolled))).toEqual(["whole", "whole"]);
});

describe("nothing leads there", () => {
  const versions = [release(1, WWW), release(102, AGAIN)];
  const held = () => start(versions.slice(0, 1), signingIn(NOW));
  const journal = (name: string) => join(folder, "example.com.journal", name);

  test("from a release that its digest does not fit", () => {
    const before = held();
    writeReleases(folder, versions);
    const removed = readFileSync(journal("1-102.removed"), "latin1");
    writeFileSync(journal("1-102.removed"), removed.replace(" A 192.0.2.1\n", " A 192.0.2.7\n"));
    expect(follow(before, startAsWritten(signingIn(NOW)))).toBe("whole");
  });

  test("where a step cannot be read, of which it warns", () => {
    const before = held();
    writeReleases(folder, versions);
    writeFileSync(journal("1-102.added"), "nonsense\n");
    expect(follow(before, startAsWritten(signingIn(NOW), { warnings: 2 }))).toBe("whole");
  });

  test("from a release that was not signed, and to one that is not", () => {
    const text = "$TTL 300\n@ SOA ns Host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
    const unsigned = zoneOf(ORIGIN, `${text}${WWW.join("\n")}\n`);
    const signed = start([unsigned, release(102, AGAIN)], signingIn(NOW));
    const later = zoneOf(ORIGIN, `${text}${AGAIN.join("\n")}\n`.replace(" 1 7200", " 203 7200"));
    const before = start([unsigned], signingIn(NOW));
    expect(follow(before, signed)).toBe("whole");
    const base = start([release(102, AGAIN, { base: NOW })], signingIn(NOW));
    expect(follow(base, start([release(102, AGAIN, { base: NOW }), later], signingIn(NOW)))).toBe("whole");
    expect(follow(before, start([unsigned, later], signingIn(NOW)))).not.toBe("whole");
  });

  test("where the zone has gone back, and has another serial than its file", () => {
    const before = held();
    writeReleases(folder, versions);
    const told = new Map([[keyOf(nameOf(ORIGIN)), 5_000]]);
    expect(follow(before, startAsWritten(signingIn(NOW), { told }))).toBe("whole");
  });
});
