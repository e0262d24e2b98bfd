import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import { recordTypeNamed } from "../records/index.ts";
import { svcParams } from "./svc-params.ts";

describe("the vectors of RFC 9460 Appendix D", () => {
  test.each([
    ["D.1", "HTTPS", "0 foo.example.com.", "0000 03666f6f076578616d706c6503636f6d00"],
    ["Figure 3", "SVCB", "1 .", "0001 00"],
    [
      "Figure 4",
      "SVCB",
      "16 foo.example.com. port=53",
      "0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035",
    ],
    [
      "Figure 5",
      "SVCB",
      "1 foo.example.com. key667=hello",
      "0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f",
    ],
    [
      "Figure 6",
      "SVCB",
      String.raw`1 foo.example.com. key667="hello\210qoo"`,
      "0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f",
    ],
    [
      "Figure 7",
      "SVCB",
      '1 foo.example.com. ( ipv6hint="2001:db8::1,2001:db8::53:1" )',
      "0001 03666f6f076578616d706c6503636f6d00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001",
    ],
    [
      "Figure 8",
      "SVCB",
      '1 example.com. ( ipv6hint="2001:db8:122:344::192.0.2.33" )',
      "0001 076578616d706c6503636f6d00 0006 0010 20010db80122034400000000c0000221",
    ],
    [
      "Figure 9",
      "SVCB",
      "16 foo.example.org. ( alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1 )",
      "0010 03666f6f076578616d706c65036f726700 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201",
    ],
    [
      "Figure 10, in quotes",
      "SVCB",
      String.raw`16 foo.example.org. alpn="f\\\\oo\\,bar,h2"`,
      "0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832",
    ],
    [
      "Figure 10, without quotes",
      "SVCB",
      String.raw`16 foo.example.org. alpn=f\\\092oo\092,bar,h2`,
      "0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832",
    ],
  ])("%s: %s %s", (_, mnemonic, text, wire) => {
    const type = recordTypeNamed(mnemonic)!;
    const rdata = parseRdata(type, text);
    expect(hexOf(rdata)).toBe(wire.replaceAll(" ", ""));
    expect(parseRdata(type, type.print(rdata))).toBe(rdata);
  });

  test.each([
    ["Figure 11: a key twice", "key123=abc key123=def", "SVCB svcparams has key123 twice"],
    [
      "Figure 12: mandatory without keys",
      "mandatory",
      "SVCB svcparams mandatory has no value; expected one at least",
    ],
    ["Figure 12: alpn without protocols", "alpn", "SVCB svcparams alpn has no value; expected one at least"],
    [
      "Figure 12: port without number",
      "port",
      'SVCB svcparams port is ""; expected a whole number from 0 to 65535',
    ],
    [
      "Figure 12: ipv4hint without address",
      "ipv4hint",
      "SVCB svcparams ipv4hint has no value; expected one at least",
    ],
    [
      "Figure 12: ipv6hint without address",
      "ipv6hint",
      "SVCB svcparams ipv6hint has no value; expected one at least",
    ],
    [
      "Figure 13: no-default-alpn with a value",
      "no-default-alpn=abc",
      'SVCB svcparams no-default-alpn has the value "abc"; expected none',
    ],
    [
      "Figure 15: mandatory in its own list",
      "mandatory=mandatory",
      "SVCB svcparams mandatory has mandatory itself; expected other keys (RFC 9460 §8)",
    ],
    [
      "Figure 16: a key twice in mandatory",
      "mandatory=key123,key123 key123=abc",
      "SVCB svcparams mandatory has key123 twice",
    ],
  ])("%s", (_, params, message) => {
    expect(() => parseRdata(recordTypeNamed("SVCB")!, `1 foo.example.com. ${params}`)).toThrow(message);
  });

  test("Figure 14: a mandatory key that the record lacks", () => {
    const type = recordTypeNamed("SVCB")!;
    const values = type.read(parseRdata(type, "1 foo.example.com. mandatory=key123"));
    expect(type.check?.(values)).toMatchObject({ rule: "svcb-mandatory" });
  });
});

describe("in YAML", () => {
  test.each([
    ["nothing", "", ""],
    [
      "octoDNS' mapping",
      { alpn: ["h2", "h3"], "no-default-alpn": "", port: "8443" },
      "alpn=h2,h3 no-default-alpn port=8443",
    ],
    ["null for a key without a value", { alpn: ["h2"], "no-default-alpn": null }, "alpn=h2 no-default-alpn"],
    [
      "addresses in lists",
      { ipv6hint: ["2001:DB8::0"], ipv4hint: ["192.0.2.7"] },
      "ipv4hint=192.0.2.7 ipv6hint=2001:db8::",
    ],
    [
      "mandatory keys in any order",
      { mandatory: ["port", "alpn"], alpn: ["h2"], port: 1 },
      "mandatory=alpn,port alpn=h2 port=1",
    ],
    ["a protocol with a comma and a backslash", { alpn: ["f\\oo,bar"] }, String.raw`alpn="f\\\\oo\\,bar"`],
    ["a path for DNS over HTTPS", { dohpath: "/dns-query{?dns}" }, "dohpath=/dns-query{?dns}"],
    ["a target of Oblivious HTTP", { ohttp: null }, "ohttp"],
    ["TLS groups", { "tls-supported-groups": ["29", "23"] }, "tls-supported-groups=29,23"],
    ["a configuration of ECH", { ech: "AEn+DQ==" }, "ech=AEn+DQ=="],
    ["a key by number, with escapes", { key65400: "a b\\000" }, String.raw`key65400="a b\000"`],
    ["a key by number without a value", { key65400: null }, "key65400"],
  ])("%s", (_, yaml, printed) => {
    expect(svcParams.print(svcParams.accept(yaml))).toBe(printed);
  });

  test.each([
    [{ alpn: "h2" }, 'alpn is "h2"; expected a list', ["alpn"]],
    [{ alpn: [] }, "alpn has no value; expected one at least", ["alpn"]],
    [
      { ipv4hint: ["192.0.2.1", "192.0.2"] },
      'ipv4hint is "192.0.2"; expected an IPv4 address such as 192.0.2.1',
      ["ipv4hint", 1],
    ],
    [{ port: "x" }, 'port is "x"; expected a whole number from 0 to 65535', ["port"]],
    [{ port: ["1"] }, "port is a list; expected a single value", ["port"]],
    [{ bogus: 1 }, 'has the key "bogus"; expected a registered key such as alpn, or keyNNN', ["bogus"]],
    [
      { mandatory: ["bogus"] },
      'mandatory has the key "bogus"; expected a registered name or keyNNN',
      ["mandatory", 0],
    ],
    [
      { dohpath: "/dns-query" },
      'dohpath is "/dns-query"; expected a path with the variable dns (RFC 9461 §5)',
      ["dohpath"],
    ],
    [{ "tls-supported-groups": [29, 29] }, "tls-supported-groups has 29 twice", ["tls-supported-groups"]],
    [{ key1: "\\001h", alpn: ["h"] }, "has alpn twice", []],
    [
      { key667: "\\1" },
      String.raw`key667 is "\\1", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ["key667"],
    ],
    ["alpn=h2", "is no mapping; expected keys such as alpn", []],
    [[], "is no mapping; expected keys such as alpn", []],
  ])("%j is refused at its place", (yaml, message, path) => {
    expect(faultOf(() => svcParams.accept(yaml))).toMatchObject({ message, path });
  });
});

function hexOf(octets: string): string {
  return Buffer.from(octets, "latin1").toString("hex");
}
