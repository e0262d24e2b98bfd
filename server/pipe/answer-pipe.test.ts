import fc from "fast-check";
import { expect, test } from "vitest";
import { framed } from "../../test/frames.ts";
import { queryOf, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { answerPipe } from "./answer-pipe.ts";

const respond = makeResponder(
  tablesOf({ "example.com.": "@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1" }),
  makeIdentity("zonepipe", "zonepipe"),
);
const QUERIES = ["ns.example.com. A", "no.example.com. A", "example.org. A"].map((text) => queryOf(text));

/** What comes out where the input comes in these pieces, and whether it ended well. */
function answer(pieces: readonly Uint8Array[], by: Respond = respond): { output: Buffer; isWhole: boolean } {
  const written: Uint8Array[] = [];
  let next = 0;
  const isWhole = answerPipe(
    {
      read: (into, at) => {
        while (pieces[next]?.length === 0) next += 1;
        const piece = pieces[next++];
        if (piece !== undefined) into.set(piece, at);
        return piece?.length ?? 0;
      },
      write: (from, length) => written.push(from.slice(0, length)),
    },
    by,
  );
  return { output: Buffer.concat(written), isWhole };
}

function inPieces(stream: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
    stream.subarray(index * size, (index + 1) * size),
  );
}

/** The answer that the responder itself gives. */
function directly(query: Uint8Array): Uint8Array {
  const out = new Uint8Array(65535);
  return out.slice(0, respond(query, query.length, out, 65535, UNKNOWN_CLIENT));
}

const STREAM = framed(QUERIES);
const ANSWERS = framed(QUERIES.map(directly));

test("nothing in, nothing out", () => {
  expect(answer([])).toEqual({ output: Buffer.alloc(0), isWhole: true });
});

test("the answers come in order, wherever the input is cut in two", () => {
  for (let cut = 0; cut <= STREAM.length; cut++) {
    const { output, isWhole } = answer([STREAM.subarray(0, cut), STREAM.subarray(cut)]);
    expect([cut, output.toString("hex"), isWhole]).toEqual([cut, ANSWERS.toString("hex"), true]);
  }
});

test("an input that ends inside a frame is told from one that ends behind it, wherever it ends", () => {
  const borders = QUERIES.map((_, index) => framed(QUERIES.slice(0, index + 1)).length);
  for (let end = 0; end <= STREAM.length; end++) {
    const whole = borders.filter((border) => border <= end).length;
    const expected = framed(QUERIES.slice(0, whole).map(directly));
    const { output, isWhole } = answer([STREAM.subarray(0, end)]);
    expect([end, output.toString("hex")]).toEqual([end, expected.toString("hex")]);
    expect([end, isWhole]).toEqual([end, end === 0 || borders.includes(end)]);
  }
});

test("what is no query is answered as the responder answers it, and silence has length 0", () => {
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(...QUERIES, new Uint8Array(65535)),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 10 }), fc.integer({ min: 1, max: 1000 }), (messages, size) => {
      const stream = framed(messages);
      const { output, isWhole } = answer(inPieces(stream, size));
      expect(isWhole).toBe(true);
      expect(output.equals(framed(messages.map(directly)))).toBe(true);
    }),
  );
  expect(answer([framed([new Uint8Array(0), QUERIES[0]!])]).output.subarray(0, 2)).toEqual(
    Buffer.from([0, 0]),
  );
});

test("queries and answers of every length fit, many times what is read and written at a time", () => {
  const lengths = Array.from({ length: 60 }, (_, index) => 65535 - (index % 5) * 16_000 - (index % 3));
  /** Gives back what it gets. */
  const echo: Respond = (packet, length, out) => {
    out.set(packet.subarray(0, length));
    return length;
  };
  const stream = framed(lengths.map((length, index) => new Uint8Array(length).fill(index)));
  expect(answer(inPieces(stream, 100_000), echo)).toEqual({ output: stream, isWhole: true });
});

test("many answers as long as can be, to queries that come at once", () => {
  const longest: Respond = (packet, _, out) => out.fill(packet[0]!).length;
  const queries = Array.from({ length: 20 }, (_, index) => Uint8Array.of(index));
  const expected = framed(queries.map(([first]) => new Uint8Array(65535).fill(first!)));
  const { output } = answer([framed(queries)], longest);
  expect(output.equals(expected)).toBe(true);
});

test("before it waits for more, all that has come is answered and written", () => {
  const log: string[] = [];
  let turns = 0;
  answerPipe(
    {
      read: (into, at) => {
        log.push("read");
        if (turns++ === 3) return 0;
        into.set(STREAM, at);
        return STREAM.length;
      },
      write: (_, length) => log.push(`write ${length}`),
    },
    respond,
  );
  const write = `write ${ANSWERS.length}`;
  expect(log).toEqual(["read", write, "read", write, "read", write, "read"]);
});
