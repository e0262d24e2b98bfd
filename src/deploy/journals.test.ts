import { expect, test } from "vitest";
import { keyOf } from "../../dns/name.ts";
import { printPolicy } from "../../dns/signing/policy.ts";
import { followJournal, linesOf } from "../../test/journal.ts";
import { zoneOf } from "../../test/planned.ts";
import { makeTestKey, policyOf } from "../../test/signing/written-zone.ts";
import { EMPTY_BASE } from "../plan/pull-request.ts";
import { renderZone } from "../render/render-zone.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { shortDigest, withPast } from "./journals.ts";

const policy = printPolicy(policyOf({ keys: [makeTestKey(15).policy] }));
const SIGNED = `@ TYPE65403 \\# ${policy.length} ${Buffer.from(policy, "latin1").toString("hex")}\n`;

const zone = (records: string) =>
  zoneOf(`@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1\n${records}`);

/** The journal of the last of these zones, which have gone out with these serials, each from a commit of its own. */
async function journalOf(...versions: readonly (readonly [serial: number, zone: SourceZone])[]) {
  const [serial, last] = versions.at(-1)!;
  const spent = versions.slice(0, -1).map(([of, source]) => ({
    commit: `${of}`,
    versions: { "example.com.": { serial: of, digest: shortDigest(source, of) } },
  }));
  const history = {
    zonesAt: (commit: string) => {
      const [, source] = versions.find(([of]) => `${of}` === commit)!;
      return Promise.resolve({ ...EMPTY_BASE, zones: new Map([[keyOf(source.origin), source]]) });
    },
  };
  const limits = { versions: 10, size: 1_000_000 };
  const [journaled] = await withPast([{ rendered: renderZone(last, serial), limits }], spent, history);
  return new Map(journaled!.journal.map(({ name, text }) => [name, text]));
}

const stepsIn = (journal: ReadonlyMap<string, string>) =>
  [...journal.keys()].flatMap((name) => /\/(\d+-\d+)\.removed$/.exec(name)?.[1] ?? []);

test("a zone that our nameservers sign has what leads from one of its releases to the next, as they are written", async () => {
  const [first, last] = [zone(`${SIGNED}www A 192.0.2.1\n`), zone(`${SIGNED}www A 192.0.2.2\n`)];
  const journal = await journalOf([1, first], [202, zone(SIGNED)], [404, last]);
  expect(stepsIn(journal)).toEqual(["202-404", "1-202"]);
  expect(followJournal(renderZone(first, 1).text, 1, 404, journal)).toEqual(
    linesOf(renderZone(last, 404).text),
  );
});

test("nothing leads from a zone that they sign to one that they do not, nor back", async () => {
  const [signed, plain] = [zone(`${SIGNED}www A 192.0.2.1\n`), zone("www A 192.0.2.1\n")];
  expect(stepsIn(await journalOf([1, plain], [2, signed], [204, plain]))).toEqual([]);
  expect(stepsIn(await journalOf([1, plain], [2, signed]))).toEqual([]);
});
