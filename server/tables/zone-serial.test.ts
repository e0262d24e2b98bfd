import { expect, test } from "vitest";
import { tablesOf } from "../../test/serve-text.ts";
import { serialOfZone } from "./zone-serial.ts";

test("serials of zones, in their order, whatever names stand before them", () => {
  const soa = (serial: number, host: string) =>
    `@ SOA ns ${host} ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1`;
  const tables = tablesOf({
    "example.com.": soa(7, "host"),
    "sub.example.com.": soa(4294967295, "a.long.name.elsewhere."),
    ".": soa(2026112201, "."),
  });
  expect([0, 1, 2].map((zone) => serialOfZone(tables, zone))).toEqual([7, 4294967295, 2026112201]);
});
