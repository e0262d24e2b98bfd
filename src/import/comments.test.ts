import { expect, test } from "vitest";
import { commentsIn } from "./comments.ts";

/** Each comment as `line text`, with `<` before one that stands behind a record. */
const found = (text: string | Buffer) =>
  commentsIn(Buffer.from(text)).map(({ line, text, isBehind }) => `${line} ${isBehind ? "< " : ""}${text}`);

test.each<[string, string | Buffer, string[]]>([
  ["above a record", "; the web\nwww A 192.0.2.1\n", ["1 the web"]],
  ["behind a record", "www A 192.0.2.1 ; the web\n", ["1 < the web"]],
  ["at the end of the file", "www A 192.0.2.1\n; the end", ["2 the end"]],
  [
    "between parentheses",
    "@ SOA a b ( 1 ; serial\n ; refresh\n 2 3 4 5 )\n; next\n",
    ["1 < serial", "2 < refresh", "4 next"],
  ],
  ["behind a directive", "$TTL 3600 ; an hour\n$ORIGIN example.com.\n", ["1 an hour"]],
  ["with several semicolons, or with none of its own words", ";;; dig\n;\n; ----\n;==\n", ["1 dig"]],
  ["none in quotes, and none behind a backslash", 'a TXT "x;y\\"; z" ; yes\nb TXT x\\;y\n', ["1 < yes"]],
  ["with a quote in it", "; don't \"\na TXT ; b\n", ["1 don't \"", "2 < b"]],
  ["with Windows' line ends", "; a\r\nwww A 192.0.2.1 ; b\r\n", ["1 a", "2 < b"]],
  ["in UTF-8", "; Müller ✓\n", ["1 Müller ✓"]],
  ["in Latin-1", Buffer.from("; M\xfcller\n", "latin1"), ["1 Müller"]],
  ["with what nobody sees", "; a\x1b[31m\u202eb\tc\n", ["1 a\\u{1b}[31m\\u{202e}b c"]],
])("a comment %s", (_, text, comments) => {
  expect(found(text)).toEqual(comments);
});
