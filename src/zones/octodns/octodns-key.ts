import { meaning, suggest } from "../../source/suggest.ts";
import { describe, type Entry, isNull, type Mapping, type Scalar, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { type Report, tally, type ZoneReading } from "./zone-reading.ts";

/**
 * Reads the `octodns:` key of a record: what it would do in octoDNS is refused where leaving it out would change
 * what the zone says, and otherwise told, once per zone.
 */
export function readOctodnsKey(node: YamlNode, zone: ZoneReading, report: Report): void {
  if (node.kind === "broken" || isNull(node)) return;
  if (node.kind !== "mapping") {
    report(
      problemAt(node, {
        rule: "wrong-kind",
        message: `octodns is ${describe(node)}; expected a mapping`,
        help: "Write its keys below it, or remove it.",
      }),
    );
    return;
  }
  for (const entry of node.entries) readEntry(entry, zone, report);
}

function readEntry({ key, value }: Entry, zone: ZoneReading, report: Report): void {
  switch (key.text) {
    case "ignored":
      if (isTrue(value)) {
        report(
          problemAt(value, {
            rule: "octodns-ignored",
            message:
              "octodns.ignored is true; octoDNS leaves the record as it is at the provider, here it would vanish",
            help: "Remove `ignored` to publish the record, or remove the record.",
          }),
        );
      }
      return;
    case "lenient":
      if (isTrue(value)) {
        report(
          problemAt(value, {
            rule: "octodns-lenient",
            severity: "warning",
            message: "octodns.lenient is true; it turns nothing off here",
            help: "Remove it. One rule is turned off with `zonepipe: {disable: [{rule: …, reason: …}]}`.",
          }),
        );
      }
      return;
    case "excluded":
    case "included":
      tally(zone, key, "octodns-targets", key.text);
      return;
    case "healthcheck":
    case "auto_arpa_priority":
      tally(zone, key, "octodns-key", key.text);
      return;
    default:
      if (value.kind === "mapping" && suggest(key.text, KEYS) === undefined) {
        readProviderKey(key, value, zone);
      } else {
        const meant = suggest(key.text, KEYS);
        report(
          problemAt(key, {
            rule: "unknown-key",
            message: `octodns has the key ${JSON.stringify(key.text)}, which means nothing`,
            ...(meant === undefined
              ? { help: `Known are ${KEYS.join(", ")}, and providers with a mapping.` }
              : meaning(key.text, KEYS)),
          }),
        );
      }
  }
}

function readProviderKey(key: Scalar, { entries }: Mapping, zone: ZoneReading): void {
  const proxied = key.text !== "cloudflare" ? undefined : entries.find((each) => each.key.text === "proxied");
  const isProxied = proxied !== undefined && isTrue(proxied.value);
  if (isProxied) tally(zone, proxied.key, "proxied", "");
  if (!isProxied || entries.length > 1) tally(zone, key, "provider-key", key.text);
}

/** The keys of octoDNS itself; all others are names of providers. */
const KEYS = ["ignored", "lenient", "excluded", "included", "healthcheck", "auto_arpa_priority"];

/** What YAML 1.1 takes for true, octoDNS' reading; anything but a truth value is true there too. */
function isTrue(node: YamlNode): boolean {
  if (node.kind !== "scalar" || !node.plain) return true;
  return !/^(?:false|no|off|0|null|~|)$/i.test(node.text);
}
