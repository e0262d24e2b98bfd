import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Shown } from "../serial/shown.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import { makePullRequestPlan, readBase } from "./pull-request.ts";
import { reviewPlan } from "./review.ts";

const SERVERS = "nameservers: [{name: ns1.example.net., addresses: [192.0.2.1]}, {name: ns2.example.net.}]\n";
const WWW = "www: {type: A, value: 192.0.2.80}\n";
const MANY = Array.from({ length: 20 }, (_, at) => `n${at}: {type: A, value: 192.0.2.${at}}\n`);

const filesOf = (config: string, zone: string) =>
  fakeFiles({
    "zones/_config.yaml": config,
    "zones/example.com.yaml": zone,
    "zones/example.org.yaml": zone,
  });

const at = (serial: number): Shown => ({ by: "build", kind: "serial", serial });
const SILENT: Shown = { by: "ns1", kind: "silent", reason: "no reply" };

/** What is told of a change of `_config.yaml`, and the labels that it needs in example.com. */
async function told(before: string, after: string, shown: Shown = SILENT, zones = [WWW, WWW]) {
  const base = await readBase("zones", filesOf(before, zones[0]!));
  const { zones: now, problems } = validate(await load("zones", filesOf(after, zones[1]!)));
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const plan = makePullRequestPlan(base, now, () => [shown], new Date("2026-11-22T12:00:00Z"));
  const { settings, dangers } = reviewPlan(plan, () => undefined);
  return {
    settings: settings.map(({ zones: names, message }) => `${names.map(printName).join(" ")}: ${message}`),
    labels: dangers.map(({ label }) => label).filter((label) => label.endsWith(":example.com")),
  };
}

const BOTH = "example.com. example.org.";

describe("settings that no record shows", () => {
  test.each<[string, string, string, string[]]>([
    ["nothing changes", SERVERS, SERVERS, []],
    ["what the records show", SERVERS, `${SERVERS}default_ttl: 60\nsoa: {refresh: 7200}\n`, []],
    [
      "serial_above comes, in one zone",
      SERVERS,
      `${SERVERS}zones: {example.com: {serial_above: 7}}\n`,
      ["example.com.: serial_above is new: 7"],
    ],
    [
      "goes up",
      `${SERVERS}serial_above: 7\n`,
      `${SERVERS}serial_above: 8\n`,
      [`${BOTH}: serial_above changes from 7 to 8`],
    ],
    ["goes", `${SERVERS}serial_above: 7\n`, SERVERS, [`${BOTH}: serial_above goes, which was 7`]],
    [
      "less is looked at from outside",
      SERVERS,
      `${SERVERS}watch: {registration: false, webhook: slack}\n`,
      [
        `${BOTH}: watch.registration changes from true to false`,
        `${BOTH}: watch.webhook changes from generic to slack`,
      ],
    ],
    [
      "safety is loosened",
      SERVERS,
      `${SERVERS}safety: {max_delete_percent: 100}\n`,
      [`${BOTH}: safety.max_delete_percent changes from 30 to 100; the stricter of both judges this change`],
    ],
    [
      "a nameserver comes, one goes, one moves",
      SERVERS,
      "nameservers: [{name: ns1.example.net., addresses: [192.0.2.2], app: dns}, {name: ns3.example.net.}]\n",
      [
        `${BOTH}: Nameserver ns1.example.net. changes from 192.0.2.1 to 192.0.2.2, app dns`,
        `${BOTH}: Nameserver ns2.example.net. goes, which was no address`,
        `${BOTH}: Nameserver ns3.example.net. is new: no address`,
      ],
    ],
    [
      "they stand in another order, which is that of deployments",
      SERVERS,
      "nameservers: [{name: ns2.example.net.}, {name: ns1.example.net., addresses: [192.0.2.1]}]\n",
      [`${BOTH}: The nameservers stand in another order`],
    ],
    [
      "the level of a rule",
      `${SERVERS}lint: {ttl-low: error}\n`,
      `${SERVERS}lint: {ttl-high: ignore}\n`,
      [`${BOTH}: lint.ttl-low goes, which was error`, `${BOTH}: lint.ttl-high is new: ignore`],
    ],
  ])("%s", async (_, before, after, settings) => {
    expect((await told(before, after)).settings).toEqual(settings);
  });

  test("a zone that is new has no settings before", async () => {
    const base = await readBase("zones", fakeFiles({ "zones/_config.yaml": SERVERS }));
    const { zones } = validate(await load("zones", filesOf(`${SERVERS}serial_above: 7\n`, WWW)));
    expect(
      reviewPlan(
        makePullRequestPlan(base, zones, () => [], new Date(0)),
        () => undefined,
      ).settings,
    ).toEqual([]);
  });
});

describe("a change of style says its jump in advance", () => {
  const COUNTS = `${SERVERS}serial: increment\n`;
  const SECONDS = `${SERVERS}serial: unixtime\n`;
  const OTHER = WWW.replace("80", "81");
  const LABEL = ["zonepipe:allow-serial:example.com"];
  test.each<[string, string, string, Shown, string[], string, string[]]>([
    [
      "with a change of the zone: from which number to which",
      COUNTS,
      SERVERS,
      at(57),
      [WWW, OTHER],
      "The style of serials changes from increment to date: its serial goes from 57 to 2026112200, and none below can be used again",
      LABEL,
    ],
    [
      "nobody knows the serial",
      COUNTS,
      SERVERS,
      SILENT,
      [WWW, WWW],
      "The style of serials changes from increment to date: where its serial lies below 2026112200, it goes there with the next change of the zone, and none below can be used again",
      LABEL,
    ],
    [
      "from seconds to the date",
      SECONDS,
      SERVERS,
      at(1795300000),
      [WWW, OTHER],
      "The style of serials changes from unixtime to date: its serial goes from 1795300000 to 2026112200, and none below can be used again",
      LABEL,
    ],
    [
      "from the date to counting: there is none",
      SERVERS,
      COUNTS,
      at(2026112200),
      [WWW, OTHER],
      "The style of serials changes from date to increment: its serial goes from 2026112200 to 2026112201, and none below can be used again",
      [],
    ],
    [
      "from the date to counting, where nobody knows it",
      SERVERS,
      COUNTS,
      SILENT,
      [WWW, WWW],
      "The style of serials changes from date to increment: its serial goes on from where it is, one by one",
      [],
    ],
  ])("%s", async (_, before, after, shown, zones, sentence, labels) => {
    expect(await told(before, after, shown, zones)).toEqual({ settings: [`${BOTH}: ${sentence}`], labels });
  });

  test("the zone does not change yet: with its next change, which needs the label then", async () => {
    const base = await readBase("zones", filesOf(COUNTS, WWW));
    const { zones } = validate(await load("zones", filesOf(SERVERS, WWW)));
    const [zone] = zones;
    const digest = { algorithm: 1, digest: digestWithSerial(zone!, 57, 1) } as const;
    const shown = [{ ...at(57), digest } as Shown];
    const plan = makePullRequestPlan(base, [zone!], () => shown, new Date("2026-11-22T12:00:00Z"));
    const { settings, dangers } = reviewPlan(plan, () => undefined);
    expect([dangers.filter(({ kind }) => kind === "serial"), settings.map(({ message }) => message)]).toEqual(
      [
        [],
        [
          "The style of serials changes from increment to date: the next change of the zone takes its serial from 57 to 2026112200, and none below can be used again, which needs the label zonepipe:allow-serial:example.com then",
        ],
      ],
    );
  });
});

describe("no change loosens what judges it", () => {
  const LESS = MANY.slice(10).join("");
  const STRICT = `${SERVERS}safety: {max_delete_percent: 10}\n`;
  const LOOSE = `${SERVERS}safety: {max_delete_percent: 100}\n`;
  const SMALL = `${SERVERS}safety: {min_rrsets: 1000}\n`;
  const FEW = MANY.slice(3).join("");
  const LABEL = ["zonepipe:allow-deletes:example.com"];
  test.each<[string, string, string, string, string[]]>([
    ["the share is loosened with the deletes", SERVERS, LOOSE, LESS, LABEL],
    ["the size is loosened with them", SERVERS, SMALL, LESS, LABEL],
    ["it was loosened before", LOOSE, LOOSE, LESS, []],
    ["it is tightened with them", SERVERS, STRICT, FEW, LABEL],
    ["it stays", SERVERS, SERVERS, FEW, []],
  ])("%s", async (_, before, after, zone, labels) => {
    expect((await told(before, after, SILENT, [MANY.join(""), zone])).labels).toEqual(labels);
  });
});
