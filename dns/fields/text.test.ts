import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { text } from "./text.ts";

describe("a text in YAML", () => {
  test.each([
    ["is one string", "v=spf1 -all", [11]],
    ["may be empty", "", [0]],
    ["of 255 octets is one string", "a".repeat(255), [255]],
    ["of 256 octets is cut", "a".repeat(256), [255, 1]],
    ["of 600 octets is cut twice", "a".repeat(600), [255, 255, 90]],
    ["is cut by octets, not by characters", "ü".repeat(128), [255, 1]],
    ["of digits is that text", 123, [3]],
  ])("%s", (_, yaml, lengths) => {
    expect(text.accept(yaml).map((string) => string.length)).toEqual(lengths);
  });

  test("is taken as it stands: quotes and backslashes are themselves", () => {
    expect(text.print(text.accept('say "a\\b" ü\n'))).toBe(String.raw`"say \"a\\b\" \195\188\010"`);
  });

  test("comes back whole, wherever its strings were cut", () => {
    expect(text.yaml(["v=DKIM1; p=\xc3", "\xbc"])).toBe("v=DKIM1; p=ü");
  });

  test("has whole characters", () => {
    expect(faultOf(() => text.accept("a\ud800")).rule).toBe("txt-unrepresentable");
  });
});
