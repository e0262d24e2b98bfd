import { describe, expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { makePullRequestPlan, planDespiteErrors, readBase } from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { load } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { readZones, validate } from "../zones/validate.ts";
import { headline } from "./headline.ts";

const SERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const WWW = "www: {type: A, value: 192.0.2.1}\n";
const OTHER = "www: {type: A, value: 192.0.2.2}\n";
const WRONG = "www: {type: A, value: 192.0.2.300}\n";
const NOW = new Date("2026-11-22T12:00:00Z");

type Zones = { readonly [file: string]: string };

const filesOf = (zones: Zones) =>
  fakeFiles(
    Object.fromEntries(
      Object.entries({ "_config.yaml": SERVERS, ...zones }).map(([path, text]) => [`zones/${path}`, text]),
    ),
  );

/** What the first line of a pull request's report says of changes. */
async function said(before: Zones, after: Zones): Promise<string> {
  const base = await readBase("zones", filesOf(before));
  const read = readZones(await load("zones", filesOf(after)));
  const { zones, problems } = validate(await load("zones", filesOf(after)));
  const { zones: unread } = unreadIn(read);
  const plan =
    unread.size > 0
      ? planDespiteErrors(base, { zones: read.zones.map(({ zone }) => zone), unread }, NOW)
      : makePullRequestPlan(base, zones, () => [], NOW);
  const line = headline({
    command: "plan",
    outcome: "fine",
    counts: { zones: zones.length, records: 0 },
    problems,
    notes: [],
    milliseconds: 0,
    ...(plan && { plan, review: reviewPlan(plan, () => undefined) }),
  });
  return line.replace(/^.*? · (?=[^·]*$)/, "");
}

describe("the first line says that nothing changed only where all of it is known", () => {
  const A = "example.com.yaml";
  const B = "example.org.yaml";
  const BOTH = { [A]: WWW, [B]: WWW };
  test.each<[string, Zones, Zones, string]>([
    ["nothing changes", BOTH, BOTH, "nothing changed, 2 serials unknown"],
    ["one changes", BOTH, { [A]: OTHER, [B]: WWW }, "1 changed, 2 serials unknown"],
    [
      "one has an error, the other changes",
      BOTH,
      { [A]: WRONG, [B]: OTHER },
      "1 changed, 1 unknown, 1 serial unknown",
    ],
    [
      "one has an error, the other does not change",
      BOTH,
      { [A]: WRONG, [B]: WWW },
      "1 unknown, 1 serial unknown",
    ],
    [
      "one cannot be read at all, the other changes",
      BOTH,
      { [A]: "www: {type: A\n", [B]: OTHER },
      "1 changed, 1 unknown, 1 serial unknown",
    ],
    ["all have errors", BOTH, { [A]: WRONG, [B]: WRONG }, "2 unknown"],
    ["one was broken before", { [A]: WRONG, [B]: WWW }, BOTH, "1 unknown, 1 serial unknown"],
    ["all were", { ...BOTH, "_config.yaml": "nonsense: 1\n" }, BOTH, "2 unknown"],
    [
      "nothing changes but settings",
      BOTH,
      { ...BOTH, "_config.yaml": `${SERVERS}safety: {min_rrsets: 5}\n` },
      "settings changed, 2 serials unknown",
    ],
  ])("%s", async (_, before, after, expected) => expect(await said(before, after)).toBe(expected));
});
