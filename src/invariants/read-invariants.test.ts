import { expect, test } from "vitest";
import { problemLine } from "../../test/check-zones.ts";
import { problemsOf, type Zones } from "../../test/invariants.ts";

const ZONES: Zones = {
  "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
  "example.org.yaml": "{}\n",
};
const ANSWERED = "answered: {name: www.example.com, type: A}";

/** One line of YAML, and what is told: `line:column rule: message | help`. */
test.each<[string, string, string]>([
  [
    "a kind that does not exist",
    "own: {adresses: [192.0.2.0/24], why: x}",
    '1:7 unknown-key: Invariant own has the key "adresses", which means nothing | Did you mean "addresses"?',
  ],
  [
    "no kind",
    "own: {below: [example.com], why: x}",
    "1:1 invariant-kind: Invariant own demands nothing; expected one kind | Write one of answered, equals, contains, absent, addresses, targets, mail, unchanged, wildcards, ttl, owned; `zonepipe explain invariants` has them all.",
  ],
  [
    "two kinds",
    "own: {mail: true, owned: true, why: x}",
    "1:19 invariant-kind: Invariant own demands mail and owned; expected one kind | Write an invariant for each, with a name of its own.",
  ],
  ["no reason", "own: {mail: true}", "1:6 missing-key: Invariant own has no why | Add `why: …`."],
  [
    "a reason that says nothing",
    "own: {mail: true, why: }",
    "1:19 missing-value: own.why is empty; expected a single value | Write the value, or remove the key. An empty text is written ''.",
  ],
  [
    "a name with other letters",
    `Web_Site: {${ANSWERED}, why: x}`,
    '1:1 invariant-name: The name "Web_Site" is no name of an invariant; expected letters a to z, digits and hyphens | Write for example web-site.',
  ],
  [
    "a name that fits into no label",
    `the-website-must-be-answered: {${ANSWERED}, why: x}`,
    '1:1 invariant-name: The name "the-website-must-be-answered" has 28 characters; expected 25 at most, for it is part of a label | Write for example the-website-must-be-answe.',
  ],
  [
    "a key that a question does not have",
    "own: {absent: {name: www.example.com, typ: A}, why: x}",
    '1:39 unknown-key: own.absent has the key "typ", which means nothing | Did you mean "type"?',
  ],
  [
    "a type that is none",
    "own: {answered: {name: www.example.com, type: AAA}, why: x}",
    '1:47 unknown-type: answered.type is "AAA"; expected a record type | Did you mean AAAA?',
  ],
  [
    "a type of messages",
    "own: {answered: {name: www.example.com, type: ANY}, why: x}",
    '1:47 unknown-type: answered.type is "ANY"; expected a record type | Write a type such as A or MX, or TYPE and its number.',
  ],
  [
    "a name in none of the zones",
    "own: {answered: {name: www.exmaple.com, type: A}, why: x}",
    '1:24 invariant-place: answered.name is www.exmaple.com., which lies in none of the zones | Did you mean "example.com"?',
  ],
  [
    "a zone that is none",
    "own: {owned: true, zones: [exampel.org], why: x}",
    '1:28 invariant-place: zones is exampel.org.; there is no such zone | Did you mean "example.org"?',
  ],
  [
    "a subtree of somebody else",
    "own: {owned: true, below: [example.net], why: x}",
    "1:28 invariant-place: below is example.net., which lies in none of the zones | Known are example.com, example.org.",
  ],
  [
    "a URL in the place of a name",
    "own: {targets: ['https://example.com/'], why: x}",
    '1:17 not-a-name: targets is "https://example.com/", a URL; expected a name | Write the host alone: example.com.',
  ],
  [
    "a network with bits behind its length",
    "own: {addresses: [192.0.2.1/24], why: x}",
    '1:19 invariant-value: addresses is "192.0.2.1/24", with bits behind its length; expected a network | Write 192.0.2.0/24, or 192.0.2.1 for this address alone.',
  ],
  [
    "a length that no address has",
    "own: {addresses: [192.0.2.0/33], why: x}",
    '1:19 invariant-value: addresses is "192.0.2.0/33"; expected a network or an address | Write for example 192.0.2.0/24, 2001:db8::/32 or 192.0.2.80.',
  ],
  [
    "one network in the place of a list",
    "own: {addresses: 192.0.2.0/24, why: x}",
    '1:18 wrong-kind: own.addresses is "192.0.2.0/24"; expected a list | Write a list.',
  ],
  [
    "a value that its type does not have",
    "own: {equals: {name: www.example.com, type: A, values: [192.0.2.300]}, why: x}",
    '1:57 ipv4-invalid: A is "192.0.2.300"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
  ],
  [
    "no as a demand",
    "own: {mail: no, why: x}",
    '1:13 invariant-value: mail is "no"; expected true | Write true, or remove the invariant, which is allowed by its label.',
  ],
  [
    "a scope where the kind has none",
    `own: {${ANSWERED}, below: [example.com], why: x}`,
    "1:51 invariant-scope: below narrows nothing here: answered says itself what it is about | Remove below.",
  ],
  [
    "a scope that the kind does not take",
    "own: {mail: true, types: [MX], why: x}",
    "1:19 invariant-scope: types narrows nothing here: mail takes zones and below | Remove types.",
  ],
  [
    "addresses of a type that has none",
    "own: {addresses: [192.0.2.0/24], types: [MX], why: x}",
    "1:42 invariant-scope: types is MX, which has no addresses; expected A or AAAA | Write A or AAAA, or leave types out.",
  ],
  [
    "what would let no change out",
    "own: {unchanged: true, why: x}",
    "1:18 invariant-scope: unchanged is about everything, so that no change could go out | Narrow it with zones, below or types.",
  ],
  [
    "a TTL without bounds",
    "own: {ttl: {}, why: x}",
    "1:12 invariant-value: ttl has neither min nor max | Write for example `ttl: {min: 60, max: 86400}`.",
  ],
  [
    "bounds that leave nothing",
    "own: {ttl: {min: 600, max: 300}, why: x}",
    "1:18 invariant-value: ttl.min is 600, more than ttl.max, 300: no TTL lies between | Write the smaller one as min.",
  ],
  [
    "a TTL with its unit",
    "own: {ttl: {max: 1h}, why: x}",
    '1:18 ttl-range: ttl.max is "1h"; expected whole seconds from 0 to 2147483647 | Write 3600.',
  ],
  [
    "a list",
    "- mail",
    "1:1 wrong-kind: The invariants are a list; expected a mapping of names | Write for example `mail-arrives: {mail: true, why: Customers write to us.}`.",
  ],
  [
    "the same name twice",
    "own: {owned: true, types: [TXT], why: x}\nown: {owned: true, types: [MX], why: x}",
    '2:1 yaml-duplicate-key: Key "own" stands twice in one mapping, here and in line 1 | Keep one of them.',
  ],
])("%s", async (_, text, line) => {
  const problems = await problemsOf(`${text}\n`, ZONES);
  expect(
    problems.map((problem) => problemLine(problem).replace("_invariants.yaml:", "").replace(" error ", " ")),
  ).toEqual([line]);
});

test("all that is wrong is told at once", async () => {
  const text = "a: {mail: no, why: x}\nb: {wildcards: [example.edu], why: x}\nc: {why: x}\n";
  expect((await problemsOf(text, ZONES)).map(({ line, rule }) => `${line} ${rule}`)).toEqual([
    "1 invariant-value",
    "2 invariant-place",
    "3 invariant-kind",
  ]);
});

test("a file that says nothing demands nothing", async () => {
  expect(await problemsOf("# later\n", ZONES)).toEqual([]);
});
