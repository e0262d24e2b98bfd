import { describe, expect, test } from "vitest";
import { makeIdentity } from "../../server/answer/identity.ts";
import { makeResponder } from "../../server/answer/respond.ts";
import { exchange, tablesOf } from "../serve-text.ts";
import { makeJudge } from "./judge-answers.ts";
import { makeQuestions } from "./questions.ts";
import { ORIGIN, recordsOf } from "./soak-zones.ts";

const respondOf = (version: number) =>
  makeResponder(tablesOf({ [ORIGIN]: recordsOf(version).join("\n") }), makeIdentity("s", "v"));
const { kinds, hosts } = makeQuestions();
const own = [...kinds.filter(({ text }) => text.includes(ORIGIN)), ...hosts.slice(0, 20)];
const responders = [3, 4, 5].map((version) => [version, respondOf(version)] as const);

describe.each(own)("$text", (question) => {
  test.each(["udp", "tcp"] as const)("is judged by the versions that may be served, over %s", (transport) => {
    const right = (since: number, written: number) =>
      responders
        .filter(([, respond]) => {
          const answer = exchange(respond, question.query, transport === "tcp")!;
          return makeJudge({ served: since, written })(question, transport, since, answer) === undefined;
        })
        .map(([version]) => version);
    const same = responders
      .map(([version]) => version)
      .filter((version) => question.expected(version, transport) === question.expected(4, transport));
    expect(right(4, 4)).toEqual(same);
    expect(right(3, 5)).toEqual([3, 4, 5]);
  });
});

test("an answer that has lost a record is wrong, in words", () => {
  const [question] = own.filter(({ text }) => text === `${ORIGIN} MX`);
  const without = recordsOf(4).filter((line) => !line.startsWith("mail."));
  const respond = makeResponder(tablesOf({ [ORIGIN]: without.join("\n") }), makeIdentity("s", "v"));
  const judge = makeJudge({ served: 4, written: 4 });
  const what = judge(question!, "udp", 4, exchange(respond, question!.query)!);
  expect(what).toContain("expected:\nNOERROR aa\nadditional: mail.soak.example. 300 IN A 192.0.2.25");
});
