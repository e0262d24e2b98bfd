import { describe, expect, test } from "vitest";
import { recordOf } from "../test/zone-text.ts";
import { canonicalRdata, makeRdataCanonical } from "./canonical.ts";
import { printRdata } from "./zone-file/print.ts";

describe("names in data are in lower case where RFC 4034 §6.2 says so", () => {
  test.each([
    ["NS Ns.Example.", "ns.example."],
    ["CNAME A.B.", "a.b."],
    ["PTR A.B.", "a.b."],
    ["DNAME A.B.", "a.b."],
    ["SOA Ns.A. Host.B. 1 2 3 4 5", "ns.a. host.b. 1 2 3 4 5"],
    ["MX 10 Mail.A.", "10 mail.a."],
    ["RP A.B. C.D.", "a.b. c.d."],
    ["AFSDB 1 A.B.", "1 a.b."],
    ["SRV 1 2 3 A.B.", "1 2 3 a.b."],
    ['NAPTR 1 2 "U" "X" "R" A.B.', '1 2 "U" "X" "R" a.b.'],
    [
      "RRSIG A 13 3 3600 20260801000000 20260701000000 60485 Example.COM. QUJD",
      /^A 13 .* example\.com\. QUJD$/,
    ],
    // RFC 6840 §5.1 takes NSEC out of the list, and newer types were never in it (RFC 3597 §7).
    ["NSEC A.B. A", "A.B. A"],
    ["SVCB 1 Svc.A.", "1 Svc.A."],
    ["HTTPS 1 Svc.A.", "1 Svc.A."],
    ['CAA 0 issue "CA.Example"', '0 issue "CA.Example"'],
    ['TXT "ABC"', '"ABC"'],
    ['HINFO "ABC" "DEF"', '"ABC" "DEF"'],
    ["MD A.B.", "a.b."],
    ["MF A.B.", "a.b."],
    ["MB A.B.", "a.b."],
    ["MG A.B.", "a.b."],
    ["MR A.B.", "a.b."],
    ["MINFO A.B. C.D.", "a.b. c.d."],
    ["RT 10 A.B.", "10 a.b."],
    ["PX 10 A.B. C.D.", "10 a.b. c.d."],
    ["KX 10 A.B.", "10 a.b."],
    ["NXT A.B. A", "a.b. A"],
    ["SIG A 5 3 3600 20260801000000 20260701000000 60485 Example.COM. QUJD", /^A 5 .* example\.com\. QUJD$/],
    ["A6 0 2001:DB8::4142", "0 2001:db8::4142"],
    ["A6 64 ::4142:4344:4546:4748 A.B.", "64 ::4142:4344:4546:4748 a.b."],
    ["A6 127 ::1 A.B.", "127 ::1 a.b."],
    ["A6 128 A.B.", "128 a.b."],
    ["KX \\# 6 000a 02 4142 00", "10 ab."],
    ["LP 10 A.B.", "10 A.B."],
    ["NSAP-PTR A.B.", "A.B."],
    ["TALINK A.B. C.D.", "A.B. C.D."],
    ["DSYNC CDS NOTIFY 1 A.B.", "CDS NOTIFY 1 A.B."],
    ["IPSECKEY 10 3 2 A.B. QUJD", "10 3 2 A.B. QUJD"],
    ["AMTRELAY 10 0 3 A.B.", "10 0 3 A.B."],
    ["HIP 2 41 QUJD A.B.", "2 41 QUJD A.B."],
    ["TYPE65280 \\# 3 01 41 00", "\\# 3 014100"],
  ])("%s", (text, printed) => {
    const { type, rdata } = recordOf(`a. 1 ${text}`);
    const canonical = printRdata(type, canonicalRdata(type, rdata));
    if (typeof printed === "string") expect(canonical).toBe(printed);
    else expect(canonical).toMatch(printed);
  });

  test("octets that are no letters stay, and so does the length before them", () => {
    const { type, rdata } = recordOf(`a. 1 NS ${"\\065\\091\\064\\193".repeat(16).slice(0, -4)}.`);
    expect(canonicalRdata(type, rdata)).toBe(rdata.replaceAll("A", "a"));
    // 65 octets would be a length of "A": a label never has one.
    expect(rdata.charCodeAt(0)).toBe(63);
  });

  test.each([
    ["nothing", 15, ""],
    ["a number cut short", 15, "\0"],
    ["a name cut short", 2, "\x05AB"],
    ["a pointer for a label", 2, "\xc0A"],
    ["a prefix longer than an address", 38, "\xff\x01A\0"],
    ["an address cut short", 38, "\x40AB"],
    ["a string that goes on too far", 35, "\0\x01\0\x02\xffAB"],
  ])("broken data of %s does not go wrong", (_, type, rdata) => {
    expect(canonicalRdata(type, rdata)).toHaveLength(rdata.length);
  });

  test("in place, what lies around is left alone", () => {
    const bytes = Buffer.from("AA\x01A\x00AA", "latin1");
    makeRdataCanonical(2, bytes, 2, 5);
    expect(bytes.toString("latin1")).toBe("AA\x01a\x00AA");
    const a6 = Buffer.from(`${"\x01A".repeat(16)}\xff\x01A\0`, "latin1");
    makeRdataCanonical(38, a6, 32, 36);
    expect(a6.toString("latin1")).toBe(`${"\x01A".repeat(16)}\xff\x01a\0`);
  });
});
