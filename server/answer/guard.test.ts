import { expect, test } from "vitest";
import { exchange, queryOf, tablesOf } from "../../test/serve-text.ts";
import { clientAt, UNKNOWN_CLIENT } from "../query/client.ts";
import { type Cookies, makeCookies } from "./cookies.ts";
import { guard } from "./guard.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder, type Respond } from "./respond.ts";

test("where respond fails the client gets SERVFAIL, and the failure is told with its packet", () => {
  const failures: unknown[] = [];
  const failing = guard(
    () => {
      throw new Error("defect");
    },
    (error, packet) => failures.push(error, Buffer.from(packet).toString("hex")),
  );
  const packet = queryOf("www.example.com. A");
  packet[2] = 1;
  expect(exchange(failing, packet)?.toString("hex")).toBe("123481020000000000000000");
  expect(failures).toEqual([new Error("defect"), packet.toString("hex")]);
  expect(exchange(failing, packet.subarray(0, 5))).toBeUndefined();
  packet[2] = 0x81;
  expect(exchange(failing, packet)).toBeUndefined();
});

const ZONE = {
  "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\nwww A 192.0.2.1",
};
const QUESTION = "03777777076578616d706c6503636f6d0000010001";

/** A responder with a defect: it has no table of names. */
function broken(cookies?: Cookies): Respond {
  const { slots: _, ...tables } = tablesOf(ZONE);
  // The defect is that this is not true.
  const respond = makeResponder(tables as ReturnType<typeof tablesOf>, makeIdentity("ams", "v"), { cookies });
  return guard(respond, () => {});
}

test("SERVFAIL has the question, in its own case, and RD", () => {
  const packet = queryOf("www.example.com. A");
  packet[2] = 1;
  packet[13] = 0x57;
  const question = QUESTION.replace("03777777", "03577777");
  expect(exchange(broken(), packet)?.toString("hex")).toBe(`123481020001000000000000${question}`);
});

test("SERVFAIL has an OPT record when the query has one (RFC 6891 §6.1.1), and no record else", () => {
  const packet = queryOf("www.example.com. A", { size: 1232, do: true });
  expect(exchange(broken(), packet)?.toString("hex")).toBe(
    `123480020001000000000001${QUESTION}00002904d0000080000000`,
  );
  expect(exchange(broken(), queryOf("www.example.com. A"))?.toString("hex")).toBe(
    `123480020001000000000000${QUESTION}`,
  );
});

test("it tells who failed and keeps the client's cookie, where they were asked for", () => {
  const cookies = makeCookies({ secrets: [Buffer.alloc(16, 7)], isRequired: false }, () => 0);
  const options = Buffer.from("0003 0000 000a 0008 0001020304050607".replaceAll(" ", ""), "hex");
  const query = Buffer.concat([queryOf("www.example.com. A", { size: 1232 }), options]);
  query[query.length - options.length - 1] = options.length;
  const client = clientAt("192.0.2.9", 53);
  const octets = exchange(broken(cookies), query, false, client)!.toString("hex");
  const cookie = Buffer.from(cookies.option).toString("hex");
  expect(cookie).toMatch(/^000a00180001020304050607/);
  expect(octets).toBe(`123480020001000000000001${QUESTION}00002904d0000000000023${cookie}00030003616d73`);
});

test("it is the same where the answer is written over the query", () => {
  const packet = queryOf("www.example.com. A", { size: 1232 });
  const buffer = new Uint8Array(1232);
  buffer.set(packet);
  const length = broken()(buffer, packet.length, buffer, 1232, UNKNOWN_CLIENT);
  expect(Buffer.from(buffer.subarray(0, length)).toString("hex")).toBe(
    `123480020001000000000001${QUESTION}00002904d0000000000000`,
  );
});

test("it is the same where the answer that it failed behind was written over the query", () => {
  const whole = makeResponder(tablesOf(ZONE), makeIdentity("ams", "v"));
  const failing = guard(
    (...words) => {
      whole(...words);
      throw new Error("defect");
    },
    () => {},
  );
  const packet = queryOf("www.example.com. A", { size: 1232 });
  const buffer = new Uint8Array(1232);
  buffer.set(packet);
  const length = failing(buffer, packet.length, buffer, 1232, UNKNOWN_CLIENT);
  expect(Buffer.from(buffer.subarray(0, length)).toString("hex")).toBe(
    `123480020001000000000001${QUESTION}00002904d0000000000000`,
  );
});

test("of an answer that was begun before nothing comes back", () => {
  let calls = 0;
  const whole = makeResponder(tablesOf(ZONE), makeIdentity("ams", "v"));
  const failing = guard(
    (...words) => {
      if (calls++ > 0) throw new Error("defect");
      return whole(...words);
    },
    () => {},
  );
  exchange(failing, queryOf("www.example.com. A", { size: 1232 }));
  expect(exchange(failing, queryOf("www.example.com. A", { size: 1232 }))?.toString("hex")).toBe(
    "123480020000000000000000",
  );
});
