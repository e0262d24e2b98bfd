import fc from "fast-check";
import { expect, test } from "vitest";
import { clientAt, UNKNOWN_CLIENT } from "../query/client.ts";
import { readLogged, serverEnds } from "./logged.ts";
import {
  beginRecord,
  endRecord,
  HEAD,
  makeRingBuffer,
  NO_ROOM,
  openRing,
  takeRecords,
  writeQuery,
} from "./ring.ts";

const CAPACITY = 2048; // a record of more than half of it may find no room in an empty ring
const ENDS = serverEnds([]);

const packets = fc.record({
  query: fc.uint8Array({ minLength: 20, maxLength: 200, size: "max" }),
  answer: fc.uint8Array({ maxLength: 300, size: "max" }),
  client: fc.constantFrom(UNKNOWN_CLIENT, clientAt("192.0.2.7", 53535), clientAt("2001:db8::7", 1)),
});
const steps = fc.array(
  fc.oneof({ weight: 3, arbitrary: packets }, { weight: 1, arbitrary: fc.constant("take") }),
  { maxLength: 40, size: "max" },
);

test("what is taken is what was written, in its order, and what finds no room is left out whole", () => {
  fc.assert(
    fc.property(steps, fc.integer(), (all, start) => {
      const ring = openRing(makeRingBuffer(CAPACITY));
      ring.positions.fill(start & ~7); // where a server stands after years
      let written: string[] = [];
      const take = () => {
        const taken: string[] = [];
        takeRecords(ring, (at) => {
          const { query, answer, client, began, rcode } = readLogged(ring, at, ENDS);
          taken.push(describe(query, answer, client?.address.length ?? 0, client?.port ?? 0));
          expect([began, rcode]).toEqual([1.5, 3]);
          return true;
        });
        expect(taken).toEqual(written);
        written = [];
      };
      for (const step of all) {
        if (step === "take") take();
        else if (typeof step === "object") {
          const { query, answer, client } = step;
          const at = beginRecord(ring, HEAD + query.length + 300 + 8);
          if (at === NO_ROOM) {
            expect(written.length).toBeGreaterThan(0);
            continue;
          }
          writeQuery(ring, at, query, query.length, client);
          endRecord(ring, at, answer, answer.length, 3, false, 1.5, 2);
          written.push(describe(query, answer, client.address(new Uint8Array(16), 0), client.port()));
        }
      }
      take();
    }),
  );
});

test("who takes may stop, and goes on later with the next", () => {
  const ring = openRing(makeRingBuffer(CAPACITY));
  for (const octet of [1, 2, 3]) {
    const at = beginRecord(ring, HEAD + 8);
    writeQuery(ring, at, Uint8Array.of(octet), 1, UNKNOWN_CLIENT);
    endRecord(ring, at, new Uint8Array(0), 0, 0, false, 0, 0);
  }
  const taken: number[] = [];
  const takeOne = () =>
    takeRecords(ring, (at) => {
      taken.push(readLogged(ring, at, ENDS).query[0]!);
      return false;
    });
  expect([takeOne(), takeOne(), takeOne(), takeOne()]).toEqual([true, true, false, false]);
  expect(taken).toEqual([1, 2, 3]);
});

function describe(query: Uint8Array, answer: Uint8Array, addressLength: number, port: number): string {
  return [Buffer.from(query).toString("hex"), Buffer.from(answer).toString("hex"), addressLength, port].join(
    " ",
  );
}
