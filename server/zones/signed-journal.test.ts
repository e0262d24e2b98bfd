import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parsePkcs8 } from "../../dns/signing/key-files.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { queryOf } from "../../test/serve-text.ts";
import { makeTestKey, type PolicyChanges, writtenZone } from "../../test/signing/written-zone.ts";
import { ixfrQuery, recordsOf, respondFrom, takeMessages } from "../../test/transfer/take-transfer.ts";
import { type Loaded, load, turnWindow } from "./load.ts";
import type { ZoneSigning } from "./zone-signing.ts";

const ORIGIN = "example.com.";
const BASE = 2900;
const KEY = makeTestKey(15);
const OTHER = makeTestKey(15);

let folder: string;
let signatures: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-signed-journal-"));
  signatures = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Signs with whichever key it is, and counts. */
function signingIn(window: number): ZoneSigning {
  return {
    ...{ kind: "now", window, by: "OpenSSL" },
    signerOf: ({ publicKey }) => {
      const { private: key } = publicKey === KEY.policy.publicKey ? KEY : OTHER;
      const read = parsePkcs8(key.pkcs8);
      if ("fault" in read) throw new Error(read.fault);
      const sign = plainSigner(15, read);
      return (data) => {
        signatures += 1;
        return sign(data);
      };
    },
  };
}

function serve(
  serial: number,
  lines: readonly string[],
  before?: Loaded,
  changes: Partial<PolicyChanges> = {},
): Loaded {
  const text = `$TTL 300\n@ SOA ns Host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${lines.join("\n")}\n`;
  const how = { keys: [KEY.policy], base: BASE, windows: 100, ...changes };
  writeFileSync(join(folder, `${ORIGIN}zone`), writtenZone(ORIGIN, text, how));
  signatures = 0;
  const result = load(folder, before, undefined, signingIn(BASE));
  if (result.kind !== "loaded" || result.loaded.zones.length === 0)
    throw new Error(JSON.stringify(result.problems));
  return result.loaded;
}

function turn(before: Loaded, window: number): Loaded {
  const result = turnWindow(before, signingIn(window));
  if (result.kind !== "loaded") throw new Error(result.kind);
  return result.loaded;
}

/** All records of the zone, each once. */
function whole({ tables }: Loaded): string[] {
  const records = recordsOf(takeMessages(respondFrom(tables), queryOf(`${ORIGIN} AXFR`)));
  return records.slice(0, -1).sort();
}

const isSoa = (line: string) => / IN SOA /.test(line);

/** What a secondary that has these records makes of the answer to its IXFR (RFC 1995 §4); "whole" where it gets the whole zone. */
function follow(records: readonly string[], { tables }: Loaded, serial: number): string[] | "whole" {
  const [first, ...rest] = recordsOf(takeMessages(respondFrom(tables), ixfrQuery(ORIGIN, serial)));
  expect(rest.at(-1)).toBe(first);
  if (!isSoa(rest[0] ?? "") || rest.length === 1) return "whole";
  const held = new Set(records);
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
    "A 192.0.2.1",
    "A 192.0.2.2",
    "AAAA 2001:db8::1",
    "TXT one",
    "TXT Two",
    "MX 10 Mail",
    "MX 20 ns",
  ),
);
const lines = fc
  .array(host, { maxLength: 12 })
  .map((pairs) => [...new Set(pairs.map((pair) => pair.join(" ")))]);
/** So that a step is less than the zone. */
const BALLAST = Array.from({ length: 40 }, (_, index) => `ballast TXT "${"x".repeat(200)}${index}"`);

describe.each(["nsec", "nsec3"] as const)("a zone that is signed with %s", (denial) => {
  test("a secondary that follows each reload by IXFR, or several at once, has what AXFR gives", () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 2, maxLength: 4 }), (states) => {
        let served = serve(1, [...BALLAST, ...states[0]!], undefined, { denial });
        const first = whole(served);
        for (const [index, state] of states.slice(1).entries()) {
          const before = whole(served);
          served = serve(2 + index, [...BALLAST, ...state], served, { denial });
          expect(follow(before, served, 1 + index)).toEqual(whole(served));
          expect([whole(served), "whole"]).toContainEqual(follow(first, served, 1));
        }
      }),
      { numRuns: 5 },
    );
  });

  test("one other record is few signatures: SOA, its RRset, and ZONEMD; all else stays as it is", () => {
    const many = Array.from({ length: 50 }, (_, index) => `host-${index} A 192.0.2.1`);
    const before = serve(1, [...many, "*.W TXT any"], undefined, { denial });
    expect(signatures).toBeGreaterThan(100);
    const served = serve(2, [...many.with(7, "host-7 A 192.0.2.7"), "*.W TXT any"], before, { denial });
    expect(signatures).toBe(3);
    const anew = serve(2, [...many.with(7, "host-7 A 192.0.2.7"), "*.W TXT any"], undefined, { denial });
    expect(whole(served)).toEqual(whole(anew));
  });
});

test("another key signs all anew", () => {
  const before = serve(1, BALLAST);
  const made = signatures;
  serve(2, BALLAST, before, { keys: [OTHER.policy], counter: 2 });
  expect(signatures).toBe(made);
});

test("the turn of a window goes by IXFR where signatures are the smaller part, and else as a whole", () => {
  const before = serve(1, BALLAST);
  const served = turn(before, BASE + 1);
  expect(follow(whole(before), served, 1)).toEqual(whole(served));
  const again = turn(served, BASE + 2);
  expect(follow(whole(served), again, 2)).toEqual(whole(again));
  const small = serve(1, ["www A 192.0.2.1"]);
  expect(follow(whole(small), turn(small, BASE + 1), 1)).toBe("whole");
});

test("a machine that holds a serial and is asked for changes since the next one answers its own SOA alone", () => {
  const { tables } = serve(5, BALLAST);
  for (const serial of [5, 6]) {
    const records = recordsOf(takeMessages(respondFrom(tables), ixfrQuery(ORIGIN, serial)));
    expect(records).toEqual([expect.stringMatching(/ SOA \S+ \S+ 5 /)]);
  }
});

test("what is loaded once more and has not changed keeps its journal", () => {
  const first = serve(1, BALLAST);
  const second = serve(2, [...BALLAST, "www A 192.0.2.1"], first);
  writeFileSync(
    join(folder, "example.net.zone"),
    "@ 300 SOA ns host 1 2 3 4 5\n@ 300 NS ns\nns 300 A 192.0.2.1\n",
  );
  const result = load(folder, second, undefined, signingIn(BASE));
  if (result.kind !== "loaded") throw new Error(result.kind);
  expect(follow(whole(first), result.loaded, 1)).toEqual(whole(result.loaded));
});
