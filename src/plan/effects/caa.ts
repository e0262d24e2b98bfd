import { decode } from "../../../dns/records/index.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { RrsetChange } from "../changes.ts";
import { clipped, listed } from "./listed.ts";

/**
 * Who may issue certificates for a name after a change of its CAA, and who might before (RFC 8659 §4).
 *
 * @param after the whole RRset as it will be
 */
export function caaSentence({ kind, added, removed }: RrsetChange, after: readonly ZoneRecord[]): string {
  if (kind === "removed") {
    return "Its own CAA goes: that of the name above counts, and where none is, any authority may issue certificates";
  }
  const now = propertiesOf(after);
  const fresh = new Set(added.map(({ rdata }) => rdata));
  const old = propertiesOf([...after.filter(({ rdata }) => !fresh.has(rdata)), ...removed]);
  const parts = ISSUERS.flatMap(({ tag, what, instead }) => {
    const is = issuersText(now.get(tag), instead);
    const was = issuersText(old.get(tag), instead);
    const until = kind === "added" ? "" : `, until now ${was}`;
    return is === was ? [] : [`${what} may be issued by ${is}${until}`];
  });
  if (parts.length > 0) return `${capital(parts.join("; "))} (CAA)`;
  const tags = [...new Set(propertiesIn([...added, ...removed]).map(({ tag }) => clipped(tag)))];
  return `The CAA changes in ${listed(tags)}; the same authorities may issue certificates`;
}

/** The properties that say who may issue; what counts where one is not there. */
const ISSUERS = [
  { tag: "issue", what: "certificates", instead: "anybody" },
  { tag: "issuewild", what: "certificates for wildcards", instead: "whoever may issue others" },
  { tag: "issuemail", what: "certificates for mail", instead: "anybody" }, // RFC 9495 §3
] as const;

function issuersText(values: readonly string[] | undefined, instead: string): string {
  if (values === undefined) return instead;
  const issuers = values.filter((value) => !value.startsWith(";"));
  return issuers.length === 0 ? "nobody" : `${listed(issuers)} alone`;
}

function propertiesOf(records: readonly ZoneRecord[]): Map<string, string[]> {
  const properties = new Map<string, string[]>();
  for (const { tag, value } of propertiesIn(records))
    properties.set(tag, [...(properties.get(tag) ?? []), value].sort());
  return properties;
}

function propertiesIn(records: readonly ZoneRecord[]): { tag: string; value: string }[] {
  return records.flatMap(({ type, rdata }) => {
    const data = decode(type, rdata);
    return data.type === "CAA" ? [{ tag: data.tag.toLowerCase(), value: data.value.trim() }] : [];
  });
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
