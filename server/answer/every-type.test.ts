import { expect, test } from "vitest";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { serveText } from "../../test/serve-text.ts";

// They change what else the zone may say, or where a question is answered; ALIAS answers other questions than its own.
const STRUCTURE = ["ALIAS", "SOA", "NS", "CNAME", "DNAME", "DS", "NSEC", "NSEC3", "RRSIG"];
const types = RECORD_TYPES.filter(({ type }) => !STRUCTURE.includes(type));

const ask = serveText({
  "example.net.": [
    "@ SOA ns host 1 7200 3600 1209600 60",
    "@ NS ns.example.org.",
    ...types.map(({ type, example }) => `${type} ${type} ${example}`),
    "octets NULL \\# 2 0102",
    "octets UINFO \\# 1 ff",
    "octets TYPE65280 \\# 0",
  ].join("\n"),
});

test.each(types.map(({ type, example }) => [type, example] as const))("%s", (type, example) => {
  expect(ask(`${type}.example.net. ${type}`)).toContain(`${type}.example.net. 300 IN ${type} ${example}`);
});

test.each([
  ["NULL", "\\# 2 0102"],
  ["UINFO", "\\# 1 ff"],
  ["TYPE65280", "\\# 0"],
])("%s, which has no text", (type, data) => {
  expect(ask(`octets.example.net. ${type}`)).toContain(`octets.example.net. 300 IN ${type} ${data}`);
});
