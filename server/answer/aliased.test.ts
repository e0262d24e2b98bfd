import { expect, test } from "vitest";
import { A } from "../../dns/type-numbers.ts";
import { aliasTo, testedKeeper } from "../../test/aliases.ts";
import { exchange, queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { aliasesIn } from "../alias/alias-list.ts";
import { finishRRset } from "../alias/finish-rrset.ts";
import type { Known } from "../alias/known.ts";
import { writeSlot } from "../alias/write-slot.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { ALIAS_A } from "../tables/tables.ts";
import { writeAliased } from "./aliased.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const ZONE = `@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nwww ${aliasTo("t.example.net.")}\n`;

test("what is written while it is read is never mixed with what was there", async () => {
  const tables = tablesOf({ "example.": ZONE });
  await testedKeeper({}).serve(tables);
  const [alias] = aliasesIn(tables);
  const known = (octet: number, count: number): Known => ({
    ...{ kind: "addresses", learnt: 0, expires: 0, isHeld: false },
    addresses: Array.from({ length: count }, () => String.fromCharCode(192, 0, 2, octet)),
  });
  let round = 0;
  const write = () => {
    round += 1;
    const a = known(round & 0xff, 1 + (round % 20));
    const finished = finishRRset(tables, alias!, A, { a, aaaa: { kind: "unknown" } }, () => undefined);
    writeSlot(tables, alias!, A, a, finished);
  };
  write();
  // A writer that is as quick as none: it writes each time when the number of the slot has been read.
  const load = Atomics.load;
  let interruptions = 0;
  const slot = tables.aliases[ALIAS_A]! >> 2;
  const respond = makeResponder(tables, makeIdentity("s", "v"));
  let left = 0;
  let isWriting = false;
  Atomics.load = ((words: Int32Array, at: number) => {
    const value = load(words, at);
    if (words === tables.overlay.words && at === slot && left > 0 && !isWriting) {
      left -= 1;
      interruptions += 1;
      isWriting = true; // and reads the number, too
      write();
      isWriting = false;
    }
    return value;
  }) as typeof load;
  try {
    for (const times of [0, 1, 2, 3]) {
      left = times;
      const { answer } = readAnswer(exchange(respond, queryOf("www.example. A")));
      expect(new Set(answer.map(({ rdata }) => rdata)).size).toBe(1);
      expect(answer).toHaveLength(1 + (answer[0]!.rdata.charCodeAt(3) % 20));
    }
    // Who is never done says that nothing is known, and does not wait.
    left = 1_000;
    expect(writeAliased(tables, 0, A, 12)).toBe(0);
    left = 0;
  } finally {
    Atomics.load = load;
  }
  expect(interruptions).toBeGreaterThan(6);
});

test("answers of aliases allocate nothing that has to be collected", async () => {
  const tables = tablesOf({ "example.": ZONE });
  await testedKeeper({
    "t.example.net. A": "t.example.net. 60 A 192.0.2.7",
    "t.example.net. AAAA": "none",
  }).serve(tables);
  const respond = makeResponder(tables, makeIdentity("s", "v"));
  const out = new Uint8Array(1232);
  const queries = ["www.example. A", "www.example. AAAA"].map((question) => queryOf(question));
  const answerAll = (times: number) => {
    for (let time = 0; time < times; time++)
      for (const query of queries) respond(query, query.length, out, 1232, UNKNOWN_CLIENT);
  };
  answerAll(20_000);
  const before = process.memoryUsage().heapUsed;
  answerAll(100_000);
  // 200,000 answers: with one object of 16 octets each it were 3 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(1 << 20);
});
