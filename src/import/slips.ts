import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { lint } from "../lint/lint.ts";
import { WRITTEN_NAMES } from "../lint/written-names.ts";

/**
 * Names in a zone that are none, such as a URL, in a line each. They are taken over as they are, their octets escaped, so
 * that the zone stays the same; in YAML that means that they are meant, so nothing tells of them later.
 */
export function slipsIn({ origin, records }: Zone): string[] {
  const at = { file: printName(origin), line: 1, column: 1 };
  const zone = {
    origin,
    records: records.map((record) => ({ ...record, at })),
    at,
    complete: true,
    broken: new Set<never>(),
    fromZoneFile: true as const,
    levels: new Map<never, never>(),
  };
  const found = lint([zone], { notChecked: () => {} }, [WRITTEN_NAMES]).flat();
  return found.map(({ problem, record }) => {
    const owner = printName(record?.owner ?? origin);
    return `${owner}: ${problem.message}. ${problem.help}`;
  });
}
