import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { hasPublicParent, hasRegistration } from "./which-zones.ts";

test.each<[string, { readonly parent: boolean; readonly registration: boolean }]>([
  ["example.com.", { parent: true, registration: true }],
  ["a.b.example.co.uk.", { parent: true, registration: true }],
  ["com.", { parent: true, registration: false }],
  [".", { parent: false, registration: false }],
  ["2.0.192.in-addr.arpa.", { parent: true, registration: false }],
  ["8.B.D.0.1.0.0.2.IP6.ARPA.", { parent: true, registration: false }],
  ["home.arpa.", { parent: false, registration: false }],
  ["corp.internal.", { parent: false, registration: false }],
  ["printer.Local.", { parent: false, registration: false }],
  ["my.test.", { parent: false, registration: false }],
  ["internal.example.com.", { parent: true, registration: true }],
])("%s", (zone, expected) => {
  const name = nameOf(zone);
  expect({ parent: hasPublicParent(name), registration: hasRegistration(name) }).toEqual(expected);
});
