import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeRdap, rdapDomain, startFakeRdap } from "../../test/fakes/rdap.ts";
import { ONE_ROUND } from "../../test/verify-settings.ts";
import { nameOf } from "../../test/zone-text.ts";
import { gapSentence, registrationWords } from "../report/watch-wording.ts";
import { askWeb } from "../world/web.ts";
import { findRegistrations } from "./rdap/find-registration.ts";
import { watchRegistrations } from "./watch-registrations.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

let rdap: FakeRdap;
let waited: number[];

beforeEach(async () => {
  rdap = await startFakeRdap(["com", "uk", "net"]);
  waited = [];
});
afterEach(async () => {
  await rdap.stop();
  expect(rdap.violations).toEqual([]);
});

const clock = {
  now: () => 0,
  wait: (milliseconds: number) => {
    waited.push(milliseconds);
    return Promise.resolve();
  },
};

/** What is told of zones. */
async function told(...zones: readonly string[]) {
  const find = findRegistrations(rdap.bootstrapUrl, { web: askWeb, patience: { ...ONE_ROUND, clock } });
  const { findings, registrations, gaps } = await watchRegistrations(zones.map(nameOf), find, NOW);
  return {
    findings: findings.map(({ weight, message }) => `${weight} ${message}`),
    known: registrations.map(registrationWords),
    gaps: gaps.map(gapSentence),
  };
}

describe("a registration", () => {
  test.each<[string, object, string[]]>([
    ["that is well", { ends: "2027-08-13T04:00:00Z" }, []],
    [
      "that ends in 30 days",
      { ends: "2026-12-22T11:59:00Z" },
      ["alarm The registration of example.com. ends on 2026-12-22"],
    ],
    [
      "that ends in 31 days",
      { ends: "2026-12-23T12:00:00Z" },
      ["warning The registration of example.com. ends on 2026-12-23"],
    ],
    ["that ends in 61 days", { ends: "2027-01-22T12:00:00Z" }, []],
    [
      "that has ended",
      { ends: "2026-11-21T00:00:00Z" },
      ["alarm The registration of example.com. ended on 2026-11-21"],
    ],
    [
      "that ends on a day without a time",
      { ends: "2026-12-01" },
      ["alarm The registration of example.com. ends on 2026-12-01"],
    ],
    [
      "on hold, in the words of RDAP",
      { status: ["client transfer prohibited", "server hold"] },
      [
        "alarm The registration of example.com. has the status serverHold: the registry has taken it out of the parent zone",
      ],
    ],
    [
      "on hold, in the words of EPP and with an address behind them",
      { status: ["clientHold https://icann.org/epp#clientHold"] },
      [
        "alarm The registration of example.com. has the status clientHold: the registrar has taken it out of the parent zone",
      ],
    ],
    [
      "that can be restored, which stands beside pending delete",
      { status: ["pending delete", "redemption period"] },
      [
        "alarm The registration of example.com. has the status redemptionPeriod: it was deleted, and can be restored for a while",
      ],
    ],
    [
      "that goes",
      { status: ["pendingDelete"] },
      ["alarm The registration of example.com. has the status pendingDelete: it goes away within days"],
    ],
    ["that only its owner may move", { status: ["client hold prohibited", "locked"] }, []],
  ])("%s", async (_, domain, expected) => {
    rdap.answers.set("example.com", { body: rdapDomain("example.com", domain) });
    const { findings, gaps } = await told("example.com.");
    expect({ findings, gaps }).toEqual({ findings: expected, gaps: [] });
  });

  test("is told once for all zones in it, and found by asking upward", async () => {
    rdap.answers.set("example.co.uk", {
      body: rdapDomain("example.co.uk", { ends: "2026-12-01T00:00:00Z" }),
    });
    const zones = ["example.co.uk.", "dns.example.co.uk.", "a.b.example.co.uk."];
    expect(await told(...zones)).toEqual({
      findings: ["alarm The registration of example.co.uk. ends on 2026-12-01"],
      known: ["until 2026-12-01, at Example Registrar, active"],
      gaps: [],
    });
    expect(rdap.asked.toSorted()).toEqual([
      "a.b.example.co.uk",
      "b.example.co.uk",
      "dns.example.co.uk",
      "example.co.uk",
    ]);
  });

  test("of an internationalized name is told in Unicode by some", async () => {
    const body = { objectClassName: "domain", unicodeName: "bücher.com", status: ["active"] };
    rdap.answers.set("xn--bcher-kva.com", { body });
    expect(await told("xn--bcher-kva.com.")).toMatchObject({ findings: [], gaps: [] });
  });

  test("of which the latest of several ends counts", async () => {
    const events = ["2025-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2026-01-01T00:00:00+02:00"].map(
      (eventDate) => ({ eventDate, eventAction: "expiration" }),
    );
    const body = { objectClassName: "domain", ldhName: "example.com", events };
    rdap.answers.set("example.com", { body });
    expect(await told("example.com.")).toMatchObject({ findings: [], known: ["until 2028-01-01"] });
  });

  test("without an end, or with one that is no time, is no fault", async () => {
    rdap.answers.set("example.com", { body: rdapDomain("example.com") });
    rdap.answers.set("example.net", { body: rdapDomain("example.net", { ends: "soon" }) });
    expect(await told("example.com.", "example.net.")).toMatchObject({
      findings: [],
      known: [
        "without an end that is told, at Example Registrar, active",
        "without an end that is told, at Example Registrar, active",
      ],
      gaps: [],
    });
  });
});

describe("a registry", () => {
  test("without RDAP is told, and no fault", async () => {
    expect(await told("example.io.")).toEqual({
      findings: [],
      known: [],
      gaps: [
        'Not looked at, registration of example.io.: the registry of "io" has no RDAP, so status and end are not known',
      ],
    });
  });

  test("that knows no registration right below it is a warning, and further down is left out", async () => {
    rdap.answers.set("a.b.uk", { status: 400, headers: { "content-type": "text/html" }, body: "<html>" });
    expect(await told("example.com.", "a.b.uk.")).toEqual({
      findings: ["warning The registry knows no registration of example.com."],
      known: [],
      gaps: [
        "Not looked at, registration of a.b.uk.: the registry's RDAP knows no registration of it, or above it",
      ],
    });
  });

  test("that redirects is followed", async () => {
    rdap.answers.set("example.com", { status: 302, headers: { location: "./moved.com" } });
    rdap.answers.set("moved.com", { status: 301, headers: { location: `${rdap.url}domain/again.com` } });
    rdap.answers.set("again.com", { body: rdapDomain("example.com", { status: ["server hold"] }) });
    expect((await told("example.com.")).findings).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ["redirects for ever", { location: "example.com" }, "it redirects more than 5 times"],
    ["redirects to nowhere", {}, "it redirects to no address of use"],
    ["redirects to a file", { location: "file:///etc/passwd" }, "it redirects to no address of use"],
  ])("that %s is not believed", async (_, headers, reason) => {
    rdap.answers.set("example.com", { status: 302, headers: headers as { [name: string]: string } });
    expect((await told("example.com.")).gaps).toEqual([
      `Not known this time, registration of example.com.: the RDAP server of com has no answer for example.com: ${reason}`,
    ]);
  });

  test("that we ask too often is asked again after as long as it says", async () => {
    const busy = { status: 429, headers: { "retry-after": "7" }, body: "slow down" };
    const body = rdapDomain("example.com", { status: ["server hold"] });
    rdap.answers.set("example.com", [busy, busy, { body }]);
    expect((await told("example.com.")).findings).toHaveLength(1);
    expect(waited).toEqual([7_000, 7_000]);
  });

  test("that wants more patience than a run has, or that fails twice, is left alone until the next one", async () => {
    const busy = { status: 429, headers: { "retry-after": "3600" } };
    for (const name of ["a.com", "b.com", "c.com"]) rdap.answers.set(name, busy);
    const { gaps } = await told("a.com.", "b.com.", "c.com.");
    expect(gaps.at(-1)).toContain("it gave no answer for others before");
    expect([rdap.asked, waited]).toEqual([["a.com", "b.com"], []]);
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "<html>", "its answer is no domain of RFC 9083"],
    ["an error with the status of success", { errorCode: 500 }, "its answer is no domain of RFC 9083"],
    ["something else", { objectClassName: "entity" }, "its answer is no domain of RFC 9083"],
  ])("that answers %s has told nothing", async (_, body, reason) => {
    rdap.answers.set("example.com", { body });
    expect((await told("example.com.")).gaps.join()).toContain(reason);
  });

  test("that tells of another domain is not believed", async () => {
    rdap.answers.set("example.com", { body: rdapDomain("example.org") });
    expect((await told("example.com.")).gaps.join()).toContain(
      "was asked for example.com and tells of example.org",
    );
  });
});

test.each([
  [
    "nobody answers",
    "closed",
    "IANA's list of RDAP servers was not read: it cannot be reached (ECONNREFUSED)",
  ],
  ["it is another page", undefined, "IANA's list of RDAP servers was not read: its server answers 400"],
])(
  "where the list of servers is not there (%s), all of it is not known this time",
  async (_, url, reason) => {
    const address = url === undefined ? `${rdap.url}x` : await urlOfStopped();
    const find = findRegistrations(address, { web: askWeb, patience: ONE_ROUND });
    const { gaps } = await watchRegistrations([nameOf("example.com."), nameOf("example.net.")], find, NOW);
    expect(gaps).toMatchObject([{ kind: "failed", reason }]);
    expect(gaps[0]!.zones).toHaveLength(2);
    rdap.violations.length = 0;
  },
);

async function urlOfStopped(): Promise<string> {
  const stopped = await startFakeRdap(["com"]);
  await stopped.stop();
  return stopped.bootstrapUrl;
}
