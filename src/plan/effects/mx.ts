import { printName, ROOT } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { RrsetChange } from "../changes.ts";
import { listed } from "./listed.ts";

/** Where mail for a name goes after a change of its MX, and where it goes no longer. */
export function mxSentence({ kind, added, removed }: RrsetChange): string {
  const come = exchangesOf(added);
  const go = exchangesOf(removed);
  if (kind === "removed") {
    return go.has(NOBODY)
      ? "It no longer says that it takes no mail: mail goes to its own address, if it has one (RFC 5321 §5.1)"
      : "Mail goes to its own address, if it has one (RFC 5321 §5.1)";
  }
  if (come.has(NOBODY)) return "It takes no mail any more (RFC 7505)";
  const newHosts = [...come.keys()].filter((host) => !go.has(host));
  const oldHosts = [...go.keys()].filter((host) => !come.has(host));
  if (go.has(NOBODY)) return `Mail is taken again, by ${listed(newHosts)}`;
  const moved = [...come].filter(([host]) => go.has(host));
  const parts = [
    ...(newHosts.length > 0
      ? [`${oldHosts.length > 0 || kind === "added" ? "goes" : "may also go"} to ${listed(newHosts)}`]
      : []),
    ...(oldHosts.length > 0
      ? [`${newHosts.length > 0 ? "no" : "goes no"} longer to ${listed(oldHosts)}`]
      : []),
  ];
  if (moved.length > 0) {
    const order = moved.map(
      ([host, preference]) => `${host} from preference ${go.get(host)} to ${preference}`,
    );
    parts.push(`is tried in another order: ${listed(order)} (the least comes first)`);
  }
  return `Mail ${parts.join(", ")}`;
}

const NOBODY = "."; // the null MX (RFC 7505 §3)

/** Hosts with their preference. */
function exchangesOf(records: readonly ZoneRecord[]): Map<string, number> {
  return new Map(
    records.flatMap(({ type, rdata }) => {
      const data = decode(type, rdata);
      if (data.type !== "MX") return [];
      return [[data.exchange === ROOT ? NOBODY : printName(data.exchange), data.preference] as const];
    }),
  );
}
