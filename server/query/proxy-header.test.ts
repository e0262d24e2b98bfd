import fc from "fast-check";
import { expect, test } from "vitest";
import { localProxyHeader, MAX_PROXY_HEADER, readProxyHeader } from "./proxy-header.ts";

const SIGNATURE = "0d0a0d0a000d0a515549540a";
const FROM_IPV4 = `${SIGNATURE}2111000c c0000201 c6336435 d431 0035`;
const FROM_IPV6 = `${SIGNATURE}21210024 20010db8000000000000000000000001 20010db8000000000000000000000002 d431 0035`;

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const read = (hex: string) => readProxyHeader(octets(hex), octets(hex).length);

test("the client's address and port over IPv4 and IPv6", () => {
  expect(read(FROM_IPV4)).toEqual({
    kind: "header",
    length: 28,
    isLocal: false,
    client: { address: octets("c0000201"), port: 54321 },
  });
  expect(read(FROM_IPV6)).toEqual({
    kind: "header",
    length: 52,
    isLocal: false,
    client: { address: octets("20010db8000000000000000000000001"), port: 54321 },
  });
});

test("what follows the address is skipped by its length, and what follows the header is left", () => {
  const header = read(`${SIGNATURE}21110013 c0000201 c6336435 d431 0035 04000400000000 001dabcd`);
  expect(header).toMatchObject({ kind: "header", length: 35, client: { port: 54321 } });
});

test.each([
  ["LOCAL, whatever it says beside that", `${SIGNATURE}2011000c c0000201 c6336435 d431 0035`, 28, true],
  ["LOCAL without addresses", `${SIGNATURE}20000000`, 16, true],
  ["an unknown family", `${SIGNATURE}21000000`, 16, false],
  ["UDP", `${SIGNATURE}2112000c c0000201 c6336435 d431 0035`, 28, false],
  ["a socket of Unix", `${SIGNATURE}213100d8 ${"00".repeat(216)}`, 232, false],
])("%s has no client", (_, hex, length, isLocal) => {
  expect(read(hex)).toEqual({ kind: "header", length, isLocal, client: undefined });
});

test.each([
  ["a question", "001d1234"],
  ["version 1", Buffer.from("PROXY TCP4 192.0.2.1 198.51.100.53 54321 53\r\n").toString("hex")],
  ["the signature with another end", "0d0a0d0a000d0a515549540b"],
  ["another version", `${SIGNATURE}31`],
  ["a command that nobody knows", `${SIGNATURE}22`],
  ["an address that does not fit its length", `${SIGNATURE}2111000b c0000201 c6336435 d431 00`],
  [
    "more than anybody has to tell",
    `${SIGNATURE}2100${(MAX_PROXY_HEADER - 15).toString(16).padStart(4, "0")}`,
  ],
])("%s is no header", (_, hex) => {
  expect(read(hex)).toEqual({ kind: "none" });
});

test("a header that comes octet by octet is partial until it is whole", () => {
  for (const hex of [FROM_IPV4, FROM_IPV6]) {
    const whole = octets(hex);
    for (let length = 0; length < whole.length; length++)
      expect(readProxyHeader(whole, length)).toEqual({ kind: "partial" });
  }
});

test("one's own header is LOCAL", () => {
  const own = localProxyHeader();
  expect(readProxyHeader(own, own.length)).toEqual({
    kind: "header",
    length: 16,
    isLocal: true,
    client: undefined,
  });
});

test("whatever comes is a header within the bound, a part of one, or none", () => {
  const start = fc.constantFrom("", SIGNATURE, `${SIGNATURE}21`, `${SIGNATURE}2111`, `${SIGNATURE}2121`);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 80 }), (begin, rest) => {
      const all = Uint8Array.of(...octets(begin), ...rest);
      const header = readProxyHeader(all, all.length);
      if (header.kind === "header")
        expect(header.length).toBeLessThanOrEqual(Math.min(all.length, MAX_PROXY_HEADER));
    }),
    { numRuns: 2_000 },
  );
});
