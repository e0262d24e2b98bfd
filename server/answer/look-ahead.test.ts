import fc from "fast-check";
import { expect, test } from "vitest";
import { queryOf, tablesOf } from "../../test/serve-text.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { readBefore } from "../query/question.ts";
import { type Asked, holdUses, releaseUses } from "./asked.ts";
import { makeIdentity } from "./identity.ts";
import { makeLookAhead } from "./look-ahead.ts";
import { makeResponder } from "./respond.ts";

const TABLES = tablesOf({
  "example.com.": `
    @     SOA ns host 1 7200 3600 1209600 60
    @     NS ns
    ns    A 192.0.2.1
    www   A 192.0.2.2
    alias CNAME www
    mail  MX 10 www
    *.wild TXT "wild"
    sub   NS ns.sub
    ns.sub A 192.0.2.3
    old   DNAME example.com.
    a.b.c.d.e.f.g.h.i A 192.0.2.4
  `,
});

const MOST = 16;
const LIMIT = 1232;

const names = [
  ...["www", "WwW", "alias", "mail", "a.wild", "x.sub", "www.old", "nothing", "b.c", "h.i", "ns.sub"],
  "a.b.c.d.e.f.g.h.i",
].map((name) => `${name}.example.com.`);
const question = fc
  .tuple(
    fc.constantFrom(...names, "example.com.", "example.org.", "."),
    fc.constantFrom("A", "MX", "TXT", "ANY", "SOA"),
  )
  .map(([name, type]) => queryOf(`${name} ${type}`));
/** Whole questions, those with other octets in them, and those that are cut. */
const packet = fc.oneof(
  { weight: 3, arbitrary: question },
  fc.tuple(question, fc.nat(60), fc.nat(255)).map(([octets, at, octet]) => {
    octets[at % octets.length] = octet;
    return octets;
  }),
  fc.tuple(question, fc.nat(60)).map(([octets, length]) => octets.subarray(0, length)),
);

function makeAsked(): Asked {
  return { uses: new Float64Array(TABLES.rows.length), missing: undefined };
}

test("a batch that was looked at is answered, and counted, as packets one by one are", () => {
  const [oneByOne, together] = [makeAsked(), makeAsked()];
  const identity = makeIdentity("", "");
  const straight = makeResponder(TABLES, identity, { asked: oneByOne });
  const respond = makeResponder(TABLES, identity, { asked: together });
  const ahead = makeLookAhead(TABLES, MOST);
  const rooms = Array.from({ length: MOST }, () => new Uint8Array(1000)); // what came before is still in them
  const out = new Uint8Array(LIMIT);
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: MOST }), (packets) => {
      const expected = packets.map((each) => {
        const length = straight(each, each.length, out, LIMIT, UNKNOWN_CLIENT);
        return Buffer.from(out.subarray(0, length)).toString("hex");
      });
      for (const [index, each] of packets.entries()) rooms[index]!.set(each);
      const lengths = packets.map(({ length }) => length);
      ahead.look(rooms, lengths, packets.length);
      holdUses();
      const answers = packets.map((_, index) => {
        ahead.take(index);
        const length = respond(rooms[index]!, lengths[index]!, out, LIMIT, UNKNOWN_CLIENT);
        return Buffer.from(out.subarray(0, length)).toString("hex");
      });
      releaseUses();
      readBefore.name = undefined;
      expect(answers).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
  expect(together.uses).toEqual(oneByOne.uses);
  expect(together.uses.reduce((sum, count) => sum + count)).toBeGreaterThan(1000);
});

test("a name that was read before is taken once", () => {
  const respond = makeResponder(TABLES, makeIdentity("", ""));
  const ahead = makeLookAhead(TABLES, MOST);
  const [other, asked] = [queryOf("nothing.example.com. A"), queryOf("www.example.com. A")];
  const out = new Uint8Array(LIMIT);
  ahead.look([other], [other.length], 1);
  ahead.take(0);
  respond(other, other.length, out, LIMIT, UNKNOWN_CLIENT);
  expect(out[3]! & 0xf).toBe(3);
  respond(asked, asked.length, out, LIMIT, UNKNOWN_CLIENT);
  expect(out[3]! & 0xf).toBe(0);
});
