import { describe, expect, test } from "vitest";
import { compileGlob, compileRegex } from "./python-regex.ts";

/** What Python 3.11 says of each, by `bool(re.search(expression, text))`. */
describe("an expression finds what Python's finds", () => {
  test.each<[string, string[], string[]]>([
    ["", ["", "a"], []],
    ["abc", ["xabcx"], ["ab", "ABC"]],
    ["^abc$", ["abc", "abc\n"], ["abcd", "xabc", "abc\n\n"]],
    ["^abc\\Z", ["abc"], ["abc\n"]],
    ["^(?:www|mail)\\d+\\.", ["www1.", "mail22.x"], ["www.", "xwww1.", "www1"]],
    ["^[a-c_-]+$", ["a-b_c"], ["abd"]],
    ["^[^a-c]$", ["d", "\n"], ["a", ""]],
    ["^[]a]$", ["]", "a"], ["b"]],
    ["^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]],
    ["^a{2}$", ["aa"], ["a", "aaa"]],
    ["^a{2,}$", ["aa", "aaaaa"], ["a"]],
    ["^a{,2}$", ["", "a", "aa"], ["aaa"]],
    ["^a{x}$", ["a{x}"], ["a"]],
    ["^a*?b+?c??$", ["aabbc", "b"], ["a", "abcc"]],
    ["a|^b|c$", ["xa", "bx", "xc"], ["xb", "cx"]],
    ["(a|b)(c|d)?", ["b", "ad"], ["c"]],
    ["^(a|)+$", ["", "aaa"], ["b"]],
    ["\\bfoo\\b", ["foo", "a foo.b"], ["foobar", "_foo"]],
    ["\\Bfoo", ["xfoo"], ["foo"]],
    ["^\\w+\\s\\S$", ["a_1 x"], ["a-1 x", "a_1x"]],
    ["^.$", ["a", "ü"], ["", "\n", "ab"]],
    ["^[\\d.]+$", ["1.2"], ["a"]],
    ["\\$\\^\\*\\\\", ["a$^*\\b"], ["a"]],
    ["^v=spf1 \\\\?;", ["v=spf1 \\;", "v=spf1 ;"], ["v=spf1"]],
  ])("%s", (expression, found, missed) => {
    const matches = compileRegex(expression);
    if (typeof matches === "string") throw new Error(matches);
    expect(found.filter((text) => !matches(text))).toEqual([]);
    expect(missed.filter(matches)).toEqual([]);
  });
});

describe("what is not known here says what it is", () => {
  test.each([
    ["(?i)abc", "it has a group that begins with (?"],
    ["(?P<a>a)(?P=a)", "it has a group that begins with (?"],
    ["(a)\\1", "it has \\1"],
    ["a(?=b)", "it has a group that begins with (?"],
    ["a++", "it has a possessive repetition, such as *+"],
    ["a**", "it repeats a repetition"],
    ["*a", "it has * with nothing to repeat"],
    ["^*", "it repeats a place, such as ^*"],
    ["(a", "it has a ( without its )"],
    ["a)", "it has a ) without its ("],
    ["[a", "it ends in the middle"],
    ["[z-a]", "it has a set with a range that is none"],
    ["a{3,2}", "it has the repetition {3,2}"],
    ["\\p", "it has \\p"],
    ["((((a{99}){99}){99}){99}){99}", "it is too large"],
    ["(".repeat(100), "its groups nest too deep"],
  ])("%s", (expression, why) => {
    expect(compileRegex(expression)).toBe(why);
  });
});

test.each(["(a+)+$", "^(a|a)*$", "(a*)*b", "(.*a){20}", "^(a?){50}a{50}$"])(
  "%s, which is built to take ages, does not",
  (expression) => {
    const matches = compileRegex(expression);
    if (typeof matches === "string") throw new Error(matches);
    expect(matches(`${"a".repeat(5_000)}!`)).toBe(expression === "(.*a){20}");
  },
);

describe("a glob matches what Python's fnmatch matches", () => {
  test.each<[string, string[], string[]]>([
    ["*.org.", ["a.org.", ".org."], ["a.org", "a.org.x"]],
    ["?", ["a"], ["", "ab"]],
    ["[!a-c]*", ["dx"], ["ax", ""]],
    ["[]-a]", ["^", "]", "a"], ["b"]],
    ["[abc", ["[abc"], ["a"]],
    ["a.b", ["a.b"], ["axb"]],
  ])("%s", (pattern, found, missed) => {
    const matches = compileGlob(pattern);
    if (typeof matches === "string") throw new Error(matches);
    expect(found.filter((text) => !matches(text))).toEqual([]);
    expect(missed.filter(matches)).toEqual([]);
  });
});
