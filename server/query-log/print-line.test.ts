import { expect, test } from "vitest";
import { type AskOptions, queryOf } from "../../test/serve-text.ts";
import type { Logged } from "./logged.ts";
import { printLine } from "./print-line.ts";

const CLIENT = { address: Uint8Array.of(192, 0, 2, 7), port: 53535 };
const CLIENT6 = { address: Uint8Array.from(Buffer.from("20010db8".padEnd(32, "0"), "hex")), port: 1024 };

function logged(question: string, options: AskOptions, more: Partial<Logged> = {}): Logged {
  const answer = Buffer.from("1234 8500 0001 0000 0000 0000".replaceAll(" ", ""), "hex");
  return {
    ...{ isStream: options.tcp === true, client: CLIENT, server: {}, rcode: 0 },
    ...{ began: Date.UTC(2026, 10, 30, 12, 0, 0, 250), ended: Date.UTC(2026, 10, 30, 12, 0, 0, 250) + 0.125 },
    ...{ query: queryOf(question, options), answer },
    ...more,
  };
}

test.each<[string, Logged]>([
  [
    '192.0.2.7:53535 - 4660 "A IN www.example.com. udp 33 false 512" NOERROR qr,aa,rd 12 0.000125000s',
    logged("www.example.com. A", {}),
  ],
  [
    '[2001:db8::]:1024 - 4660 "AAAA IN www.example.com. udp 44 true 4096" NXDOMAIN qr,aa,rd 12 0.000125000s',
    logged("WWW.example.com. AAAA", { do: true, size: 4096 }, { client: CLIENT6, rcode: 3 }),
  ],
  [
    '-:- - 4660 "TYPE65280 CLASS2 . tcp 17 false 65535" BADCOOKIE qr,aa,rd 12 0.000125000s',
    logged(". TYPE65280", { tcp: true, class: 2 }, { client: undefined, rcode: 23 }),
  ],
  // What a name holds is not what a line is made of.
  [
    '192.0.2.7:53535 - 4660 "A IN a\\"\\032\\010[info].example. udp 36 false 512" - - 0 0.000125000s',
    logged('a\\"\\032\\010[info].example. A', {}, { answer: new Uint8Array(0) }),
  ],
  [
    '192.0.2.7:53535 - - "- - - udp 3 false 512" - - 0 0.000125000s',
    logged(". A", {}, { query: Uint8Array.of(1, 2, 3), answer: new Uint8Array(0) }),
  ],
  [
    '192.0.2.7:53535 - 4660 "- - - udp 12 false 512" FORMERR qr,aa,rd 12 0.000125000s',
    logged(". A", {}, { query: queryOf(". A").subarray(0, 12), rcode: 1 }),
  ],
])("%s", (line, what) => {
  expect(printLine(what, "text")).toBe(`[INFO] ${line}\n`);
});

test("as JSON", () => {
  const line = printLine(logged("www.example.com. A", {}), "json");
  expect(line.endsWith("}\n")).toBe(true);
  expect(JSON.parse(line)).toEqual({
    ...{ time: "2026-11-30T12:00:00.250Z", address: "192.0.2.7", port: 53535, transport: "udp" },
    ...{ id: 4660, opcode: 0, name: "www.example.com.", type: "A", class: "IN" },
    ...{ size: 33, do: false, payload: 512, rcode: "NOERROR", flags: ["qr", "aa", "rd"], answerSize: 12 },
    seconds: 0.000125,
  });
  const short = logged(". A", {}, { query: Uint8Array.of(1), answer: new Uint8Array(0), client: undefined });
  expect(JSON.parse(printLine(short, "json"))).toEqual({
    ...{
      time: "2026-11-30T12:00:00.250Z",
      transport: "udp",
      size: 1,
      do: false,
      payload: 512,
      seconds: 0.000125,
    },
  });
});

test("a packet that cannot be read has nothing of the one before it", () => {
  printLine(logged("www.example.com. A", { do: true, size: 4096 }), "text");
  const broken = Buffer.from(queryOf("www.example.com. A"));
  broken[12] = 0xff;
  expect(printLine(logged(". A", {}, { query: broken }), "text")).toContain('"- - - udp 33 false 512"');
});
