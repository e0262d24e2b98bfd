import { expect, test } from "vitest";
import { compileText, serveText } from "../../test/serve-text.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";
/** The longest label and a short one, so that each server has 66 octets of its own in the NS and 16 of glue. */
const nameOf = (index: number) => `${String(index).padStart(62, "n")}.cut`;
const servers = (count: number) =>
  Array.from({ length: count }, (_, index) => `cut NS ${nameOf(index)}\n${nameOf(index)} A 192.0.2.1\n`).join(
    "",
  );

const label = "x".repeat(63);
/** 255 octets. */
const DEEPEST = `${label}.${label}.${label}.${"y".repeat(255 - 3 * 64 - 18)}.cut.example.com.`;

test("over TCP a referral has all glue, that for names out of the reach of pointers with its owner in full", () => {
  const ask = serveText({ "example.com.": APEX + servers(400) });
  const [head, ...lines] = ask("x.cut.example.com. A", { tcp: true });
  expect(head).toBe("NOERROR");
  expect(lines.slice(400)).toEqual(
    Array.from({ length: 400 }, (_, index) => `additional: ${nameOf(index)}.example.com. 300 IN A 192.0.2.1`),
  );
});

const problemsOf = (records: string) => {
  const compiled = compileText({ "example.com.": APEX + records });
  return "problems" in compiled
    ? compiled.problems.map(({ line, rule, message }) => ({ line, rule, message }))
    : [];
};

/** The most servers that are served. */
function mostServers(): number {
  let [fits, fails] = [1, 1000];
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    if (problemsOf(servers(middle)).length === 0) fits = middle;
    else fails = middle;
  }
  return fits;
}

test("as many servers as fit with their glue beside the longest question are served, one more is refused", () => {
  const most = mostServers();
  const answer = serveText({ "example.com.": APEX + servers(most) })(`${DEEPEST} A`, {
    tcp: true,
    size: 1232,
  });
  expect(answer[0]).toBe("NOERROR");
  expect(answer).toHaveLength(1 + 2 * most);
  expect(problemsOf(servers(most + 1))).toEqual([
    {
      line: 3,
      rule: "referral-too-large",
      message: expect.stringMatching(
        /^The delegation of cut\.example\.com\. takes up to 65[56]\d\d octets with its glue as an answer; expected 65535 at most/,
      ),
    },
  ]);
});
