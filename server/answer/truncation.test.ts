import { expect, test } from "vitest";
import { exchange, queryOf, serveText, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const text = (count: number) =>
  Array.from({ length: count }, (_, index) => `"${String(index).padStart(2, "0").repeat(60)}"`);
const server = (index: number) =>
  `cut NS n${index}.cut\nn${index}.cut A 192.0.2.${index}\nn${index}.cut AAAA 2001:db8::${index}`;

const zones = {
  "example.com.": `
    @     SOA ns host 1 7200 3600 1209600 60
    @     NS ns
    ns    A 192.0.2.1
    ${text(8)
      .map((data) => `big TXT ${data}`)
      .join("\n")}
    alias CNAME big
    mx    MX 10 a
    mx    MX 20 b
    mx    MX 30 c
    ${text(3)
      .map((data) => `mx MX 40 ${data.slice(1, 61)}`)
      .join("\n")}
    a     A 192.0.2.2
    ${Array.from({ length: 25 }, (_, index) => `b A 198.51.100.${index}`).join("\n")}
    c     A 192.0.2.3
    ${Array.from({ length: 12 }, (_, index) => server(index + 1)).join("\n")}
    far   NS n1.cut
    far   NS n2.cut
    far   NS ns
  `,
};
const ask = serveText(zones);
const respond = makeResponder(tablesOf(zones), makeIdentity("server-1", "version-1"));

test("an RRset that does not fit is left out whole, with TC", () => {
  expect(ask("big.example.com. TXT")).toEqual(["NOERROR aa tc"]);
  expect(ask("big.example.com. TXT", { size: 1024 })).toEqual(["NOERROR aa tc"]);
});

test("it fits where the client takes more, up to 1232 octets, and over TCP", () => {
  expect(ask("big.example.com. TXT", { size: 1232 })).toHaveLength(9);
  expect(ask("big.example.com. TXT", { size: 65535 })).toHaveLength(9);
  expect(ask("big.example.com. TXT", { tcp: true })).toHaveLength(9);
});

test.each([0, 100, 511])("a client that says %d octets takes 512 (RFC 6891 §6.2.3)", (size) => {
  expect(ask("big.example.com. TXT", { size })).toEqual(["NOERROR aa tc"]);
  expect(ask("a.example.com. A", { size })).toHaveLength(2);
});

test("what fits of a chain stays", () => {
  expect(ask("alias.example.com. TXT")).toEqual([
    "NOERROR aa tc",
    "alias.example.com. 300 IN CNAME big.example.com.",
  ]);
});

test("additional data that does not fit is left out silently, the smaller RRsets stay", () => {
  const answer = ask("mx.example.com. MX");
  expect(answer[0]).toBe("NOERROR aa");
  expect(answer.filter((line) => line.startsWith("additional"))).toEqual([
    "additional: a.example.com. 300 IN A 192.0.2.2",
    "additional: c.example.com. 300 IN A 192.0.2.3",
  ]);
});

test("a referral without all its in-domain glue is truncated (RFC 9471 §3.1)", () => {
  const answer = ask("www.cut.example.com. A");
  expect(answer[0]).toBe("NOERROR tc");
  expect(answer.filter((line) => line.startsWith("authority"))).toHaveLength(12);
  expect(ask("www.cut.example.com. A", { size: 1232 })).toHaveLength(1 + 12 + 24);
});

test("sibling glue may be missing without TC", () => {
  const long = `${"x".repeat(63)}.${"y".repeat(63)}.${"z".repeat(63)}`;
  const narrow = ask(`${long}.far.example.com. A`);
  expect(narrow[0]).toBe("NOERROR");
  expect(narrow).toHaveLength(1 + 3 + 5);
});

test("no answer is longer than its limit, by whatever octet", () => {
  for (let size = 512; size <= 1232; size++) {
    for (const question of ["big.example.com. TXT", "mx.example.com. MX", "www.cut.example.com. A"]) {
      const octets = exchange(respond, queryOf(question, { size }));
      expect(octets?.length).toBeLessThanOrEqual(size);
    }
  }
});

test("room is kept for OPT, and its options go before it does", () => {
  const name = `${"x".repeat(63)}.${"y".repeat(63)}.${"z".repeat(63)}.${"w".repeat(46)}.example.com.`;
  const long = makeResponder(tablesOf(zones), makeIdentity("s".repeat(255), "v"));
  const query = queryOf(`${name} A`, { size: 512 });
  const withNsid = Buffer.concat([query.subarray(0, -1), Buffer.from([4, 0, 3, 0, 0])]);
  const octets = exchange(long, withNsid);
  expect(octets!.length).toBeLessThanOrEqual(512);
  expect(octets!.readUInt16BE(10)).toBe(1);
});
