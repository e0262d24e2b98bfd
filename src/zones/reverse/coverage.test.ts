import { expect, test } from "vitest";
import { isName, type Name, parseName, ROOT } from "../../../dns/name.ts";
import { coverageOf } from "./coverage.ts";

test.each([
  ["2.0.192.in-addr.arpa", "tree"],
  ["0.192.in-addr.arpa", "tree"],
  ["80.2.0.192.in-addr.arpa", "tree"],
  ["in-addr.arpa", "tree"],
  ["8.b.d.0.1.0.0.2.ip6.arpa", "tree"],
  ["8.B.D.0.1.0.0.2.IP6.ARPA", "tree"],
  ["128-191.2.0.192.in-addr.arpa", "128 to 191"],
  ["128/26.2.0.192.in-addr.arpa", "128 to 191"],
  ["128-26.2.0.192.in-addr.arpa", "128 to 191"],
  ["0-26.2.0.192.in-addr.arpa", "0 to 63"],
  ["0-31.2.0.192.in-addr.arpa", "0 to 31"],
  ["10-30.2.0.192.in-addr.arpa", "10 to 30"],
  ["7/32.2.0.192.in-addr.arpa", "7 to 7"],
  ["130/26.2.0.192.in-addr.arpa", "none"],
  ["191-128.2.0.192.in-addr.arpa", "none"],
  ["0/24.2.0.192.in-addr.arpa", "none"],
  ["0-256.2.0.192.in-addr.arpa", "none"],
  ["customer.2.0.192.in-addr.arpa", "none"],
  ["16-31.172.in-addr.arpa", "none"],
  ["256.0.192.in-addr.arpa", "none"],
  ["1.80.2.0.192.in-addr.arpa", "none"],
  ["10.b.d.0.1.0.0.2.ip6.arpa", "none"],
  ["example.com", "none"],
])("%s covers %s", (zone, covers) => {
  const coverage = coverageOf(nameOf(zone));
  const { kind = "none" } = coverage ?? {};
  expect(coverage?.kind === "range" ? `${coverage.first} to ${coverage.last}` : kind).toBe(covers);
});

function nameOf(text: string): Name {
  const name = parseName(text, ROOT);
  if (!isName(name)) throw new Error(`${text} is no name`);
  return name;
}
