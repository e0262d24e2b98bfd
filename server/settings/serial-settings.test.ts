import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { readSerialSettings } from "./serial-settings.ts";

test("zones and their serials, whatever the case of their names", () => {
  expect(readSerialSettings("Example.COM.=7 a\\032b\\061.example.=4294967295 .=0")).toEqual(
    new Map([
      [nameOf("example.com."), 7],
      [nameOf("a\\032b\\061.example."), 4294967295],
      [nameOf("."), 0],
    ]),
  );
});

test.each([undefined, "", "  "])("none: %j", (text) => expect(readSerialSettings(text)).toBeUndefined());

test.each([
  "example.com=7",
  "example.com.",
  "example.com.=",
  "example.com.=x",
  "example.com.=-1",
  "example.com.=4294967296",
  "=7",
  "example..com.=7",
  "example.com.=7,example.org.=8",
])("%j is refused", (text) => {
  const found = `ZONEPIPE_SERIALS has ${JSON.stringify(text)}; expected a zone and a serial from 0 to 4294967295, as in example.com.=7`;
  expect(readSerialSettings(`example.net.=1 ${text}`)).toEqual({ error: found });
});

test("one zone has one serial", () => {
  expect(readSerialSettings("example.com.=7 EXAMPLE.com.=7")).toEqual({
    error: "ZONEPIPE_SERIALS has example.com. twice",
  });
});
