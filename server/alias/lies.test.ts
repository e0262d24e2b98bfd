import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeMessage, type Message } from "../../dns/message.ts";
import { A } from "../../dns/type-numbers.ts";
import { messageSaying } from "../../test/aliases.ts";
import { nameOf } from "../../test/zone-text.ts";
import { lookUp } from "./look-up.ts";
import { makeQuery, readReply } from "./resolver-query.ts";

const NAME = nameOf("a.long.name.example.");
const query = makeQuery(NAME, A, (below) => Math.floor(below / 2), true);
const GOOD = encodeMessage({
  ...messageSaying("a.long.name.example. 60 A 192.0.2.1", NAME, A),
  id: query.id,
  question: [{ name: query.name, type: A, class: 1 }],
});
/** Header without flags and counts of records, and the question: what a reply shares with its query. */
const QUESTION_END = 12 + NAME.length + 4;

describe("whatever comes in place of an answer", () => {
  test("octets of any kind are read without an error, and taken for none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (octets) => {
        expect(readReply(octets, query)).toHaveProperty("fault");
      }),
    );
  });

  test("a reply with another octet in its id or question is none", () => {
    expect(readReply(GOOD, query)).not.toHaveProperty("fault");
    fc.assert(
      fc.property(
        fc.nat({ max: QUESTION_END - 1 }).filter((at) => at < 2 || at >= 12),
        fc.integer({ min: 1, max: 255 }),
        (at, other) => {
          const octets = Uint8Array.from(GOOD);
          octets[at]! ^= other;
          expect(readReply(octets, query)).toHaveProperty("fault");
        },
      ),
    );
  });

  test("a damaged reply is a fault or a message, and never an error", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: GOOD.length - 1 }), fc.nat({ max: 255 }))), (changes) => {
        const octets = Uint8Array.from(GOOD);
        for (const [at, value] of changes) octets[at] = value;
        readReply(octets, query);
      }),
    );
  });
});

const names = fc.constantFrom("t.example.", "u.example.", "v.example.", "w.example.", "ours.example.");
const record = fc.oneof(
  fc.tuple(names, names).map(([owner, to]) => `${owner} 60 CNAME ${to}`),
  fc.tuple(names, fc.nat({ max: 255 })).map(([owner, last]) => `${owner} 60 A 192.0.2.${last}`),
  names.map((owner) => `${owner} 60 AAAA 2001:db8::1`),
  names.map((owner) => `${owner} 60 TXT "x"`),
);

test("lookups come to an end, and tell no address that was not said of the name they came to", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, fc.array(record, { maxLength: 6 })), async (answers) => {
      let asked = 0;
      const said = new Set<string>();
      const outcome = await lookUp(
        {
          inside: (name) =>
            name === nameOf("ours.example.") ? { kind: "none", ttl: 60 } : { kind: "outside" },
          ask: (name) => {
            asked += 1;
            const lines = Object.entries(answers).find(([owner]) => nameOf(owner) === name)?.[1];
            if (lines === undefined) return Promise.resolve({ failed: "timeout" });
            const message: Message = messageSaying(lines.length === 0 ? "none" : lines.join("\n"), name, A);
            for (const { type, rdata, owner } of message.answer)
              if (type === A && owner !== nameOf("ours.example.")) said.add(rdata);
            return Promise.resolve({ message });
          },
          isRefused: () => false,
        },
        nameOf("t.example."),
        A,
      );
      expect(asked).toBeLessThanOrEqual(17);
      if (outcome.kind === "addresses") for (const each of outcome.addresses) expect(said).toContain(each);
    }),
  );
});
