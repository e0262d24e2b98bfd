import { ALIAS } from "../../../dns/alias-type.ts";
import { type Name, printName } from "../../../dns/name.ts";
import type { RrsetChange } from "../changes.ts";

/** Where the addresses of a name come from that has an ALIAS, or had one; undefined for any other change. */
export function aliasSentence({ type, kind, added, removed }: RrsetChange): string | undefined {
  if (type !== ALIAS) return undefined;
  const [now, was] = [added, removed].map(
    ([record]) => (record === undefined ? undefined : printName(record.rdata as Name)), // ALIAS holds one name
  );
  switch (kind) {
    case "added":
      return `A and AAAA are those of ${now}, which our nameservers look up`;
    case "removed":
      return `A and AAAA are no longer those of ${was}`;
    case "changed":
      return was === undefined || now === undefined
        ? undefined
        : `A and AAAA are those of ${now} in place of ${was}, which our nameservers look up`;
    default:
      return kind satisfies never;
  }
}
