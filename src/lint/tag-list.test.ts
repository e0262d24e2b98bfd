import { describe, expect, test } from "vitest";
import { isFault, parseTagList } from "./tag-list.ts";

describe("lists of tags (RFC 6376 §3.2)", () => {
  test.each<[string, [string, string][]]>([
    [
      "v=DMARC1; p=none",
      [
        ["v", "DMARC1"],
        ["p", "none"],
      ],
    ],
    [
      "v=DMARC1;p=none;",
      [
        ["v", "DMARC1"],
        ["p", "none"],
      ],
    ],
    [
      " v = DMARC1 ;\tp\t= none ; ",
      [
        ["v", "DMARC1"],
        ["p", "none"],
      ],
    ],
    ["p=", [["p", ""]]],
    ["p=a b=c", [["p", "a b=c"]]],
    ["", []],
  ])("%j", (text, tags) => {
    const list = parseTagList(text);
    expect(isFault(list) ? list : [...list]).toEqual(tags);
  });

  test.each([
    ["v=DMARC1; none", 'has "none" where a tag should be; expected name=value'],
    ["v=DMARC1;; p=none", 'has "" where a tag should be; expected name=value'],
    ["1v=DMARC1", 'has "1v=DMARC1" where a tag should be; expected name=value'],
    ["=DMARC1", 'has "=DMARC1" where a tag should be; expected name=value'],
    ["p=none; p=reject", "has the tag p twice"],
  ])("%j is refused", (text, message) => {
    expect(parseTagList(text)).toMatchObject({ message });
  });
});
