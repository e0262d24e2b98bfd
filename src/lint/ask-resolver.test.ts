import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { recordOf } from "../../test/zone-text.ts";
import type { Answer, Question } from "../verify/types.ts";
import { load } from "../zones/load.ts";
import { applyRules, readZones } from "../zones/validate.ts";
import { askResolver, MOST_QUESTIONS } from "./ask-resolver.ts";

/** Checks a zone with a resolver that answers as `answer` does. */
async function checkWith(
  zone: string,
  answer: (question: string) => Answer,
): Promise<{ asked: string[][]; problems: string[]; notChecked: string[] }> {
  const files = fakeFiles({
    "zones/_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n",
    "zones/example.com.yaml": zone,
  });
  const read = readZones(await load("zones", files));
  const asked: string[][] = [];
  const resolve = await askResolver(
    read.zones.map(({ lintZone }) => lintZone),
    (questions) => {
      asked.push(questions.map(textOf));
      return Promise.resolve(questions.map((question) => answer(textOf(question))));
    },
  );
  const { problems, notChecked } = applyRules(read, resolve);
  return {
    asked,
    problems: problems.map(({ rule, message }) => `${rule}: ${message}`),
    notChecked: notChecked.map(({ rule, reason }) => `${rule}: ${reason}`),
  };
}

function textOf({ name, type, recursive }: Question): string {
  return `${printName(name)} ${typeName(type)}${recursive === true ? "" : " not recursive"}`;
}

const reply = (rcode: number, ...lines: string[]): Answer => ({
  outcome: "reply",
  rcode,
  aa: false,
  answer: lines.map(recordOf),
  authority: [],
  additional: [],
  transport: "udp",
  milliseconds: 1,
});

const INCLUDE = "'': {type: TXT, value: v=spf1 include:_spf.example.net -all}\n";

describe("what is asked", () => {
  test("nothing, where all names are ours", async () => {
    const { asked } = await checkWith("'': {type: TXT, value: v=spf1 mx a:www.example.com -all}\n", () =>
      reply(3),
    );
    expect(asked).toEqual([]);
  });

  test("what the answers name, round after round", async () => {
    const { asked, problems, notChecked } = await checkWith(INCLUDE, (question) => {
      if (question === "_spf.example.net. TXT")
        return reply(0, '_spf.example.net. 60 IN TXT "v=spf1 include:a.example.org a:b.example.org -all"');
      if (question === "a.example.org. TXT") return reply(0, 'a.example.org. 60 IN TXT "v=spf1 -all"');
      return reply(0, "b.example.org. 60 IN A 192.0.2.1");
    });
    expect(asked).toEqual([["_spf.example.net. TXT"], ["a.example.org. TXT", "b.example.org. A"]]);
    expect([problems, notChecked]).toEqual([[], []]);
  });

  test("a name that is an alias is answered by what it leads to", async () => {
    const { problems } = await checkWith(INCLUDE, () =>
      reply(0, "_spf.example.net. 60 IN CNAME s.example.org.", 's.example.org. 60 IN TXT "v=spf1 -all"'),
    );
    expect(problems).toEqual([]);
  });

  test("no more than 30 questions in one run", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `include:s${index}.example.net`);
    const { asked, notChecked } = await checkWith(
      `'': {type: TXT, value: '${["v=spf1", ...names.slice(0, 9), "-all"].join(" ")}'}\n`,
      (question) => {
        const next = Number(/\d+/.exec(question)![0]) * 4 + 100;
        const inner = [next, next + 1, next + 2, next + 3].map((number) => `include:t${number}.example.net`);
        return reply(0, `${question.split(" ")[0]} 60 IN TXT "v=spf1 ${inner.join(" ")} -all"`);
      },
    );
    expect(asked.flat().length).toBe(MOST_QUESTIONS);
    expect(notChecked).toEqual(["spf-void: 30 questions were asked, which is the most for one run"]);
  });
});

describe("answers that do not help", () => {
  test.each<[string, Answer, string[], string[]]>([
    [
      "the name does not exist",
      reply(3),
      ["spf-include-missing: SPF includes _spf.example.net, but its policy is not there"],
      [],
    ],
    [
      "the name has other records",
      reply(0),
      ["spf-include-missing: SPF includes _spf.example.net, but its policy is not there"],
      [],
    ],
    [
      "the resolver fails",
      reply(2),
      [],
      [
        "spf-lookups: the resolver answered SERVFAIL for _spf.example.net. TXT",
        "spf-void: the resolver answered SERVFAIL for _spf.example.net. TXT",
      ],
    ],
    [
      "the resolver is silent",
      { outcome: "no-reply", reason: "no reply in 3 s", milliseconds: 3000 },
      [],
      [
        "spf-lookups: the resolver gave no answer for _spf.example.net. TXT: no reply in 3 s",
        "spf-void: the resolver gave no answer for _spf.example.net. TXT: no reply in 3 s",
      ],
    ],
  ])("%s", async (_, answer, problems, notChecked) => {
    const checked = await checkWith(INCLUDE, () => answer);
    expect([checked.problems, checked.notChecked]).toEqual([problems, notChecked]);
  });
});
