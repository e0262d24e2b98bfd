import { Fault } from "../../../dns/fault.ts";
import { ipv4 } from "../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../dns/fields/ipv6.ts";
import { canonicalMailbox, canonicalName } from "../../../dns/fields/name.ts";
import { isName, type Name, parseName, ROOT } from "../../../dns/name.ts";
import { MAX_SERIAL } from "../../../dns/serial.ts";
import { whyNoName } from "../../../dns/written-name.ts";
import { isFirm, KNOWN_RULES, meantRule, whyFirm } from "../../lint/rules.ts";
import type {
  ConfiguredNameserver,
  JournalConfig,
  SafetyConfig,
  SoaConfig,
  WatchConfig,
  ZoneConfig,
} from "../../source/config.ts";
import { toAscii } from "../../source/idn.ts";
import { meaning } from "../../source/suggest.ts";
import { readTtl } from "../octodns/ttl.ts";
import type { Report } from "../octodns/zone-reading.ts";
import {
  describe,
  type Entry,
  entryOf,
  isNull,
  type Mapping,
  positionOf,
  type YamlNode,
} from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { APP_NAME } from "./app-name.ts";
import {
  ALIAS_HABITS,
  EXPIRED_HABITS,
  LINT_LEVELS,
  MOST_DAYS,
  MOST_OCTETS,
  MOST_VERSIONS,
  REVERSE_HABITS,
  SERIAL_STYLES,
  WEBHOOK_FORMS,
} from "./config-schema.ts";
import { readFeed } from "./feed.ts";

/** Settings as they are written: whatever is not there is not said. */
export interface Settings extends Partial<Omit<ZoneConfig, "soa" | "safety" | "watch" | "journal">> {
  readonly soa: Partial<SoaConfig>;
  readonly safety: Partial<SafetyConfig>;
  readonly watch: Partial<WatchConfig>;
  readonly journal: Partial<JournalConfig>;
}

/**
 * Reads settings. Single values that are refused are reported and left out; a value of the wrong shape is left out
 * without a word, because the check of the shape tells of it.
 */
export function readSettings(mapping: Mapping, report: Report): Settings {
  let settings: Settings = { soa: {}, safety: {}, watch: {}, journal: {} };
  for (const entry of entriesOf(mapping)) settings = { ...settings, ...readSetting(entry, report) };
  return settings;
}

function readSetting({ key, value }: Entry, report: Report): Partial<Settings> {
  switch (key.text) {
    case "default_ttl":
      return said("defaultTtl", readSeconds(value, key.text, report));
    case "nameserver_ttl":
      return said("nameserverTtl", readSeconds(value, key.text, report));
    case "nameservers":
      return { nameservers: itemsOf(value).flatMap((item) => readNameserver(item, report)) };
    case "soa":
      return { soa: readSoa(value, report) };
    case "safety":
      return { safety: Object.assign({}, ...entriesOf(value).map((entry) => readSafety(entry, report))) };
    case "watch":
      return { watch: Object.assign({}, ...entriesOf(value).map((entry) => readWatch(entry, report))) };
    case "journal":
      return { journal: Object.assign({}, ...entriesOf(value).map((entry) => readJournal(entry, report))) };
    case "lint":
      return { lint: new Map(entriesOf(value).flatMap((entry) => readLint(entry, report))) };
    case "serial":
      return said("serial", oneOf(SERIAL_STYLES, value, "serial", report));
    case "serial_above":
      return said("serialAbove", readCount(value, MAX_SERIAL, key.text, report));
    case "expired":
      return said("expired", oneOf(EXPIRED_HABITS, value, key.text, report));
    case "expires_soon_days":
      return said("expiresSoonDays", readCount(value, MOST_DAYS, key.text, report));
    case "reverse":
      return said("reverse", oneOf(REVERSE_HABITS, value, key.text, report));
    case "escaped_semicolons":
      return said("escapedSemicolons", readBoolean(value, key.text, report));
    default:
      return {}; // `zones`, `names` and `catalog` are read by whoever knows the zones; the shape allows nothing else
  }
}

function readSoa(mapping: YamlNode, report: Report): Partial<SoaConfig> {
  let soa: Partial<SoaConfig> = {};
  for (const entry of entriesOf(mapping)) {
    const fieldsAt = { ...soa.fieldsAt, [entry.key.text]: positionOf(entry.value) };
    soa = { ...soa, ...readSoaField(entry, report), fieldsAt };
  }
  return soa;
}

function readSoaField({ key, value }: Entry, report: Report): Partial<SoaConfig> {
  switch (key.text) {
    case "mname":
      return said("mname", readName(value, "soa.mname", report));
    case "rname":
      return said("rname", readMailbox(value, report));
    case "refresh":
    case "retry":
    case "expire":
    case "minimum":
    case "ttl":
      return said(key.text, readSeconds(value, `soa.${key.text}`, report));
    default:
      return {};
  }
}

function readSafety({ key, value }: Entry, report: Report): Partial<SafetyConfig> {
  if (key.text === "max_delete_percent") {
    return said("maxDeletePercent", readCount(value, 100, `safety.${key.text}`, report));
  }
  return said("minRrsets", readCount(value, MAX_COUNT, `safety.${key.text}`, report));
}

function readWatch({ key, value }: Entry, report: Report): Partial<WatchConfig> {
  switch (key.text) {
    case "parents":
    case "registration":
    case "signatures":
      return said(key.text, readBoolean(value, `watch.${key.text}`, report));
    case "webhook":
      return said("webhook", oneOf(WEBHOOK_FORMS, value, "watch.webhook", report));
    default:
      return {};
  }
}

function readJournal({ key, value }: Entry, report: Report): Partial<JournalConfig> {
  switch (key.text) {
    case "versions":
      return said("versions", readCount(value, MOST_VERSIONS, "journal.versions", report));
    case "size":
      return said("size", readCount(value, MOST_OCTETS, "journal.size", report));
    default:
      return {};
  }
}

const MAX_COUNT = 1_000_000_000; // beyond every zone

function readLint({ key, value }: Entry, report: Report): [string, (typeof LINT_LEVELS)[number]][] {
  const rule = key.text;
  const known = KNOWN_RULES.has(rule);
  if (known && !isFirm(rule)) {
    const level = oneOf(LINT_LEVELS, value, `lint.${rule}`, report);
    return level === undefined ? [] : [[rule, level]];
  }
  report(
    known
      ? problemAt(key, {
          rule: "firm-rule",
          message: `Rule ${rule} always weighs the same: ${whyFirm(rule)}`,
          help: "Remove it from `lint`.",
        })
      : problemAt(key, {
          rule: "unknown-rule",
          message: `There is no rule ${JSON.stringify(rule)} that can be set`,
          ...meantRule(rule),
        }),
  );
  return [];
}

function readNameserver(node: YamlNode, report: Report): ConfiguredNameserver[] {
  if (node.kind !== "mapping") return [];
  const name = entryOf(node, "name");
  const addresses = entryOf(node, "addresses");
  const app = entryOf(node, "app");
  const fed = entryOf(node, "fed");
  const alias = entryOf(node, "alias");
  const read = name === undefined ? undefined : readName(name, "nameservers.name", report);
  if (name === undefined || read === undefined) return [];
  const accepted = itemsOf(addresses).flatMap((item) => readAddress(item, report));
  const place = { addresses: accepted, hasApp: app !== undefined };
  return [
    {
      name: read,
      addresses: accepted,
      ...said("app", app === undefined ? undefined : readApp(app, report)),
      ...said("fed", fed === undefined ? undefined : readFeed(fed, place, report)),
      ...said("alias", alias && oneOf(ALIAS_HABITS, alias, "nameservers.alias", report)),
      at: positionOf(name),
    },
  ];
}

function readAddress(node: YamlNode, report: Report): string[] {
  if (node.kind !== "scalar") return [];
  const address = attempt(node, "nameservers.addresses", report, () =>
    (node.text.includes(":") ? ipv6 : ipv4).accept(node.text),
  );
  return address === undefined ? [] : [address];
}

function readApp(node: YamlNode, report: Report): string | undefined {
  if (node.kind !== "scalar") return undefined;
  if (APP_NAME.test(node.text)) return node.text;
  report(
    problemAt(node, {
      rule: "config-value",
      message: `nameservers.app is ${describe(node)}; expected the name of an app on Fly.io`,
      help: "Write what `fly apps list` shows, for example my-dns-1.",
    }),
  );
  return undefined;
}

/** A name that a setting says; undefined where it is none. */
export function readName(node: YamlNode, what: string, report: Report): Name | undefined {
  if (node.kind !== "scalar") return undefined;
  return attempt(node, what, report, () => canonicalName.accept(toAscii(node.text)));
}

/** A mailbox as people write it, or as a name: dots before the @ become `\.` (RFC 1035 §8). */
function readMailbox(node: YamlNode, report: Report): Name | undefined {
  if (node.kind !== "scalar") return undefined;
  const { text } = node;
  // An @ that is escaped, or part of a URL, makes no address.
  const at = /^[^\\/]*@/.test(text) ? text.lastIndexOf("@") : -1;
  if (at === -1) return attempt(node, "soa.rname", report, () => canonicalMailbox.accept(toAscii(text)));
  return attempt(node, "soa.rname", report, () => {
    const local = text.slice(0, at);
    const domain = text.slice(at + 1);
    const isAddress = LOCAL_PART.test(local) && domain !== "" && whyNoName(domain) === undefined;
    const label = local.replaceAll(".", "\\.");
    const name = isAddress ? parseName(`${label}.${toAscii(domain)}`, ROOT) : undefined;
    if (name !== undefined && isName(name)) return name;
    const meant = ADDRESS_WITHIN.exec(text.slice(0, LONGEST_ADDRESS))?.[1];
    throw new Fault(
      `is ${JSON.stringify(text)}; expected a mail address`,
      meant === undefined
        ? "Write for example hostmaster@example.com."
        : `Write the address alone: ${meant}.`,
    );
  });
}

/** What may stand before the @ without quotes (RFC 5322 §3.2.3). */
const LOCAL_PART = /^[\w!#$%&'*+\-/=?^`{|}~.]+$/;

const ADDRESS_WITHIN = /(?:^\s*|[<:"'(])([\w+.-]+@[\w-]+(?:\.[\w-]+)+)/;
const LONGEST_ADDRESS = 500; // with what stands around it; so the search has an end, whatever is pasted

function readSeconds(node: YamlNode, what: string, report: Report): number | undefined {
  return node.kind === "scalar" ? readTtl(node, what, report) : undefined;
}

/** A whole number from 0 to `max`; undefined, and reported, where it is none. */
export function readCount(node: YamlNode, max: number, what: string, report: Report): number | undefined {
  if (node.kind !== "scalar") return undefined;
  if (/^[0-9]{1,10}$/.test(node.text) && Number(node.text) <= max) return Number(node.text);
  report(
    problemAt(node, {
      rule: "config-value",
      message: `${what} is ${describe(node)}; expected a whole number from 0 to ${max}`,
      help: "Write a number in decimal digits.",
    }),
  );
  return undefined;
}

/** `true` or `false`; undefined, and reported, where it is neither. */
export function readBoolean(node: YamlNode, what: string, report: Report): boolean | undefined {
  const word = oneOf(["true", "false"], node, what, report);
  return word === undefined ? undefined : word === "true";
}

/** One of these words; undefined, and reported, where it is none. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  node: YamlNode,
  what: string,
  report: Report,
): Word | undefined {
  if (node.kind !== "scalar") return undefined;
  const word = words.find((each) => each === node.text);
  if (word !== undefined) return word;
  report(
    problemAt(node, {
      rule: "config-value",
      message: `${what} is ${describe(node)}; expected one of ${words.join(", ")}`,
      ...meaning(node.text, words),
    }),
  );
  return undefined;
}

/** What `read` gives, or undefined when it throws a fault, which is reported. */
function attempt<Value>(node: YamlNode, what: string, report: Report, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const rule = error.rule ?? "config-value";
    report(problemAt(node, { rule, message: `${what} ${error.message}`, help: error.help }));
    return undefined;
  }
}

/** One setting, if it is known. */
function said<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value }); // the key is the one given
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

/** The entries of a mapping that say something. */
function entriesOf(node: YamlNode): readonly Entry[] {
  return node.kind === "mapping" ? node.entries.filter(({ value }) => !isNull(value)) : [];
}
