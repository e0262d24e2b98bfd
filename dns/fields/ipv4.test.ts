import { expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { ipv4 } from "./ipv4.ts";

test.each(["192.0.2.1", "0.0.0.0", "255.255.255.255"])("%s is an address", (text) => {
  expect(ipv4.accept(text)).toBe(text);
});

test.each([
  "",
  "1",
  "1.2.3",
  "1.2.3.4.5",
  "256.0.0.0",
  "1.2.3.04",
  "1.2.3.-4",
  "1..2.3",
  "1.2.3.4 ",
  "1,2,3,4",
  "１.2.3.4",
])("%j is none", (text) => {
  expect(faultOf(() => ipv4.accept(text)).rule).toBe("ipv4-invalid");
});
