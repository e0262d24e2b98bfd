import { expect, test } from "vitest";
import { sampleStatus, sizeOf, zoneFacts } from "../../../test/status/sample.ts";
import { nameOf } from "../../../test/zone-text.ts";
import { printDuration } from "./print-facts.ts";
import { statusPage } from "./status-page.ts";

const textOf = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test.each([
  "Nameserver ams/90000000000002",
  "2026-11-30 14:05 UTC",
  "All is well.",
  "Region ams",
  "Up for 3 d 4 h",
  "Zones 3",
  "Records 439",
  "Digests verified 3",
  "Commit of the zones 2ca722f0c1d5b7e6a9384756fedcba9876543210",
  "15 min ago now",
  "example.com. 2026113002 verified 148 2026-12-11",
  "2.0.192.in-addr.arpa. 2026101501 verified 255 –",
  "receive-buffer-full 300",
  "192.0.2.53:53 0 9 0 0",
])("it tells %s", (text) => {
  expect(textOf(statusPage(sampleStatus()))).toContain(text);
});

test("outcomes come in the order of their number", () => {
  const text = textOf(statusPage(sampleStatus()));
  const places = ["(NOERROR)", "(NXDOMAIN)", "(NODATA)", "(REFUSED)"].map((word) => text.indexOf(word));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("what is wrong stands at the top", () => {
  const reloads = { changes: 0, failures: 1, succeededAt: 0, isBehind: true };
  const shown = sampleStatus({ broken: [nameOf("broken.example.")], reloads });
  const text = textOf(statusPage({ ...shown, fault: "example.com. over UDP: timeout" }));
  expect(text).toContain("Something is wrong. It does not answer: example.com. over UDP: timeout.");
  expect(text).toContain("Zones that cannot be loaded: 1.");
  expect(text).toContain("Something is wrong with the zone files");
  expect(text).not.toContain("All is well");
});

test("signatures that end soon are red, others are not", () => {
  const page = statusPage(sampleStatus());
  expect(page).toContain('<b class="bad-text">2026-12-02</b>');
  expect(page).not.toContain('<b class="bad-text">2026-12-11</b>');
});

test("no text becomes markup", () => {
  const origin = nameOf("<script>&'x.example.");
  const shown = sampleStatus({ zones: [zoneFacts(origin, 1, 1, undefined)], broken: [origin] });
  const page = statusPage({ ...shown, server: '"><script>', region: "<i>", fault: "<u>" });
  expect(page).not.toMatch(/<(script|i|u)>/);
  expect(page).toContain("&#60;script&#62;&#38;&#39;x.example.");
});

test("of 10,000 zones those that answered most are listed, and all are counted", () => {
  const origins = Array.from({ length: 10_000 }, (_, index) => nameOf(`zone-${index}.example.`));
  const shown = sampleStatus();
  // The zone that has answered something is the last of those that are counted by name.
  const countedZones = new Map(origins.slice(0, 1_000).map((origin, index) => [origin, 999 - index]));
  const zones = origins.map((origin) => zoneFacts(origin, 1, 5, undefined));
  const page = statusPage({
    ...shown,
    observed: { ...shown.observed, zones, countedZones, broken: origins },
  });
  expect(sizeOf(page)).toBeLessThan(64 * 1024);
  const text = textOf(page);
  expect(text).toContain("Signed until Answers zone-999.example. 1 verified");
  expect(text).toContain("and 9,900 more zones");
  expect(text).toContain("and 9,900 more that cannot be loaded");
});

test.each([
  [0, "0 s"],
  [59.9, "59 s"],
  [61, "1 min 1 s"],
  [3_600, "1 h 0 min"],
  [400_000_000, "4629 d 15 h"],
])("%d seconds are %s", (seconds, text) => expect(printDuration(seconds)).toBe(text));
