import { expect, test } from "vitest";
import { FULL_REPORT } from "../../../test/full-report.ts";
import { nameOf } from "../../../test/zone-text.ts";
import type { SettingChange } from "../../plan/settings.ts";
import { headline } from "../headline.ts";
import { printMarkdown } from "./markdown.ts";
import { settingSection } from "./settings.ts";

const zones = (count: number) => Array.from({ length: count }, (_, at) => nameOf(`z${at}.example.`));
const CHANGE: SettingChange = { zones: zones(1), message: "serial_above is new: 7" };

test("what many zones have in common is one line, with the first of them", () => {
  const many = { zones: zones(400), message: "Nameserver ns1.example.net. is new: no address" };
  expect(settingSection([CHANGE, many])).toEqual({
    full: [
      "### Settings",
      "",
      "- `z0.example.`: serial\\_above is new: 7.",
      "- `z0.example.`, `z1.example.`, `z2.example.`, `z3.example.`, `z4.example.` and 395 more zones: Nameserver ns1.example.net. is new: no address.",
    ].join("\n"),
    brief: "### Settings\n\n2 settings changed, too many for this place.",
  });
});

test("settings stand before the zones, and in the first line", () => {
  const review = { ...FULL_REPORT.review!, settings: [CHANGE] };
  const text = printMarkdown({ ...FULL_REPORT, review });
  expect(text.indexOf("### Settings")).toBeGreaterThan(0);
  expect(text.indexOf("### Settings")).toBeLessThan(text.indexOf("### `example.com.`"));
  expect(headline({ ...FULL_REPORT, review })).toContain("settings changed");
  expect(printMarkdown(FULL_REPORT)).not.toContain("### Settings");
});
