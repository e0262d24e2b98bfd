import { expect, test } from "vitest";
import { codecOf, recordTypeNamed } from "../../../dns/records/index.ts";
import { parseRdata } from "../../../test/record-types/parse-rdata.ts";
import { yamlValue } from "./yaml-value.ts";

test.each([
  ["A", "192.0.2.1", "192.0.2.1"],
  ["MX", "10 mail.example.com.", { preference: 10, exchange: "mail.example.com." }],
  ["CAA", '0 issue ";"', { tag: "issue", value: ";" }],
  ["CAA", '128 issue ";"', { flags: 128, tag: "issue", value: ";" }],
  ["HTTPS", "1 .", { svcpriority: 1, targetname: "." }],
  [
    "HTTPS",
    '1 . alpn=h2 no-default-alpn key65400="\\000a"',
    {
      svcpriority: 1,
      targetname: ".",
      svcparams: { alpn: ["h2"], "no-default-alpn": null, key65400: "\\000a" },
    },
  ],
  ["TXT", '"gr\\195\\188n" "e"', "grüne"],
  ["NSEC", "b.example.com. A TYPE65280", { next_domain_name: "b.example.com.", types: ["A", "TYPE65280"] }],
])("%s %s", (mnemonic, text, yaml) => {
  const type = recordTypeNamed(mnemonic)!;
  expect(yamlValue(type, parseRdata(type, text))).toEqual(yaml);
});

test("data of an unknown type are in the generic form", () => {
  expect(yamlValue(codecOf(65280), "ab")).toBe("\\# 2 6162");
});

test("octets that are not UTF-8 have no place in YAML", () => {
  expect(() => yamlValue(recordTypeNamed("TXT")!, "\x01\xff")).toThrow(
    "has octets that are not UTF-8, which YAML cannot hold",
  );
});
