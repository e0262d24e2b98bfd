import { describe, expect, test } from "vitest";
import { checkSample } from "../../test/check-sample.ts";

const OUTSIDE = "names outside of these zones were not looked up; --resolve asks for them";

describe("what the rules could not check without a resolver", () => {
  test.each<[string, string, string[]]>([
    [
      "a policy that stays in our zones",
      "'': {type: TXT, value: v=spf1 include:_spf.example.com -all}\n_spf: {type: TXT, value: v=spf1 ip4:192.0.2.1}\n",
      [],
    ],
    [
      "a policy whose two names outside can pass no limit",
      "'': {type: TXT, value: v=spf1 a:a.example.net mx:b.example.net -all}\n",
      [],
    ],
    [
      "an include of others",
      "'': {type: TXT, value: v=spf1 include:_spf.example.net -all}\n",
      [`spf-lookups: ${OUTSIDE}`, `spf-void: ${OUTSIDE}`],
    ],
    [
      "three hosts of others, which may not exist",
      "'': {type: TXT, value: v=spf1 a:a.example.net a:b.example.net a:c.example.net -all}\n",
      [`spf-void: ${OUTSIDE}`],
    ],
    [
      "an include of others, twice",
      "'': {type: TXT, value: v=spf1 include:_spf.example.net -all}\nb: {type: TXT, value: v=spf1 include:_spf.example.net ~all}\n",
      [`spf-lookups: ${OUTSIDE}`, `spf-void: ${OUTSIDE}`],
    ],
    [
      "an include by an alias that leads out",
      "'': {type: TXT, value: v=spf1 include:a.example.com -all}\na: {type: CNAME, value: _spf.example.net.}\n",
      [`spf-lookups: ${OUTSIDE}`, `spf-void: ${OUTSIDE}`],
    ],
    [
      "a domain with macros",
      "'': {type: TXT, value: 'v=spf1 include:%{d}.example.net -all'}\n",
      [
        "spf-lookups: a domain with macros depends on each mail",
        "spf-void: a domain with macros depends on each mail",
      ],
    ],
    ["mail of a zone at the top", "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n", []],
  ])("%s", async (_, sample, notChecked) => {
    expect((await checkSample({ sample })).notChecked).toEqual(notChecked);
  });

  test("whether a policy for mail stands above the zone", async () => {
    const sample = {
      "lab.example.com.yaml": "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n",
    };
    const { notChecked, lines } = await checkSample({ sample });
    expect([notChecked, lines("dmarc-missing")]).toEqual([[`dmarc-missing: ${OUTSIDE}`], []]);
  });

  test("a policy above the zone in another of our zones is seen", async () => {
    const sample = {
      "lab.example.com.yaml": "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n",
      "example.com.yaml": "_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n",
    };
    const { notChecked, lines } = await checkSample({ sample });
    expect([notChecked, lines("dmarc-missing")]).toEqual([[], []]);
  });

  test("the limit that our own zones pass is an error all the same", async () => {
    const terms = Array.from({ length: 10 }, (_, index) => `a:${index}.example.net`).join(" ");
    const { lines, notChecked } = await checkSample({
      sample: `'': {type: TXT, value: 'v=spf1 ${terms} include:_spf.example.net -all'}\n`,
    });
    expect(lines("spf-lookups")).toEqual([
      "1:24 SPF needs at least 11 lookups with all that it includes; expected 10 at most",
    ]);
    expect(notChecked).toEqual([`spf-void: ${OUTSIDE}`]);
  });
});

describe("with a resolver", () => {
  const include = "'': {type: TXT, value: v=spf1 include:_spf.example.net -all}\n";

  test("nothing is left unchecked", async () => {
    const { notChecked, problems } = await checkSample({
      sample: include,
      answers: '_spf.example.net. 60 IN TXT "v=spf1 ip4:192.0.2.1 -all"\n',
    });
    expect([notChecked, problems]).toEqual([[], []]);
  });

  test("what stands behind all costs nothing", async () => {
    const more = Array.from({ length: 12 }, (_, index) => `a:${index}.example.net`).join(" ");
    const { problems } = await checkSample({
      sample: include,
      answers: `_spf.example.net. 60 IN TXT "v=spf1 -all ${more}"\n`,
    });
    expect(problems).toEqual([]);
  });

  test("a redirect beside all costs nothing", async () => {
    const { problems } = await checkSample({
      sample: include,
      answers: '_spf.example.net. 60 IN TXT "v=spf1 redirect=none.example.net -all"\n',
    });
    expect(problems).toEqual([]);
  });

  test("two policies at one name can be included no more than none", async () => {
    const { lines } = await checkSample({
      sample: include,
      answers: '_spf.example.net. 60 IN TXT "v=spf1 -all"\n_spf.example.net. 60 IN TXT "v=spf1 +all"\n',
    });
    expect(lines("spf-include-missing")).toEqual([
      "1:24 SPF includes _spf.example.net, but its policy is there more than once",
    ]);
  });

  test("a policy of others that is broken breaks ours", async () => {
    const { lines } = await checkSample({
      sample: include,
      answers: '_spf.example.net. 60 IN TXT "v=spf1 ipv4:x"\n',
    });
    expect(lines("spf-include-missing")).toEqual([
      "1:24 SPF includes _spf.example.net, but its policy cannot be read",
    ]);
  });
});
