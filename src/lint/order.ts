import { printRelative } from "../../dns/name.ts";
import { compareNaturally } from "../source/natural-order.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const UNSORTED_KEYS: Rule = {
  id: "unsorted-keys",
  severity: "info",
  about: "Names that do not stand in natural order, which counts numbers as numbers",
  why: "octoDNS refuses such files by default, and two people who add a name put it in two places. It is off unless `_config.yaml` gives it a level.",
  mend: "Move the name to its place: '' first, then by the alphabet, host2 before host10.",
  off: true,
  accepted: [
    ordered(
      "'': {type: TXT, value: one}\nhost2: {type: A, value: 192.0.2.2}\nhost10: {type: A, value: 192.0.2.10}\n",
    ),
  ],
  refused: [
    {
      sample: ordered("www: {type: A, value: 192.0.2.80}\nftp: {type: A, value: 192.0.2.21}\n"),
      finds: ['example.com.yaml:2:1 Name "ftp" stands after "www"; expected natural order'],
    },
  ],
};

/** How names are put in order. */
export const ORDER: Family = { subject: "Order", rules: [UNSORTED_KEYS], check: checkOrder };

/** A zone whose settings give the rule a level. */
function ordered(yaml: string): { readonly [file: string]: string } {
  return {
    "_config.yaml":
      "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nlint: {unsorted-keys: info}\n",
    "example.com.yaml": yaml,
  };
}

function checkOrder({ zone }: ZoneIndex, find: Find): void {
  if (!zone.levels.has(UNSORTED_KEYS.id)) return;
  const last = new Map<string, { readonly name: string; readonly record: LintRecord }>();
  for (const record of zone.records) {
    const { nameAt } = record;
    if (nameAt === undefined || nameAt === record.at) continue; // of a zone file, or made of _config.yaml
    const relative = printRelative(record.owner, zone.origin);
    const name = relative === "@" ? "" : relative;
    const before = last.get(nameAt.file);
    if (before?.name === name) continue;
    if (before !== undefined && compareNaturally(before.name, name) > 0) {
      const message = `Name ${JSON.stringify(name)} stands after ${JSON.stringify(before.name)}; expected natural order`;
      find(UNSORTED_KEYS, nameAt, message, "Move it to its place.", record);
    }
    last.set(nameAt.file, { name, record });
  }
}
