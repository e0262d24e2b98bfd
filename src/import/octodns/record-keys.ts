import { entryOf, type Mapping } from "../../zones/yaml/node.ts";
import type { LeftOut } from "../import-zone.ts";
import { type OctodnsRecord, wordsFor } from "./octodns-record.ts";
import { isTruthy, pythonValue } from "./python-value.ts";

/** What becomes otherwise with records of a zone, though their values stay the same. */
export function tellOfRecords(records: readonly OctodnsRecord[], zone: string): LeftOut[] {
  const proxied = records.filter(isProxied).length;
  const told: LeftOut[] = [];
  if (proxied > 0) {
    const one = proxied === 1;
    told.push({
      what: `${zone}: ${one ? "1 record" : `${proxied} records`} behind Cloudflare's proxy`,
      why: `everybody will see the address of the origin, and the proxy with its certificate, cache and protection is gone; make sure that ${one ? "the origin" : "each origin"} can stand alone`,
    });
  }
  for (const record of records) {
    if (record.type !== "URI" || !hasCapitals(record)) continue;
    const why = "octoDNS publishes its target in lower case; here it is as it is written";
    told.push({ what: wordsFor(record, zone), why });
  }
  return told;
}

/** Keys of records that stay behind where a zone is written anew; those that decide content were followed before. */
export function keysLeft(records: readonly OctodnsRecord[], zone: string): LeftOut[] {
  const counts = new Map<string, number>();
  for (const { written } of records) {
    const octodns = written === undefined ? undefined : entryOf(written.node, "octodns");
    const keys = [
      ...(octodns?.kind === "mapping" ? octodns.entries.map(({ key }) => `octodns.${key.text}`) : []),
      ...(written !== undefined && entryOf(written.node, "zonepipe") !== undefined ? ["zonepipe"] : []),
    ];
    for (const key of keys) if (!FOLLOWED.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({
    what: `${zone}: ${key} (${count === 1 ? "1 record" : `${count} records`})`,
    why: "a zone that is written anew has its records alone",
  }));
}

const FOLLOWED = new Set([
  "octodns.lenient",
  "octodns.ignored",
  "octodns.excluded",
  "octodns.included",
  "octodns.auto_arpa_priority",
]);

function isProxied({ written }: OctodnsRecord): boolean {
  const octodns = written === undefined ? undefined : entryOf(written.node, "octodns");
  const cloudflare = octodns?.kind === "mapping" ? entryOf(octodns, "cloudflare") : undefined;
  const proxied = cloudflare?.kind === "mapping" ? entryOf(cloudflare, "proxied") : undefined;
  return proxied !== undefined && isTruthy(pythonValue(proxied));
}

function hasCapitals({ written }: OctodnsRecord): boolean {
  const value =
    written === undefined ? undefined : (entryOf(written.node, "values") ?? entryOf(written.node, "value"));
  const values = value?.kind === "sequence" ? value.items : [value];
  return values
    .filter((each): each is Mapping => each?.kind === "mapping")
    .some((each) => {
      const target = entryOf(each, "target");
      return target?.kind === "scalar" && /[A-Z]/.test(target.text);
    });
}
