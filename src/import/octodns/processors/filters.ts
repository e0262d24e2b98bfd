import { A, AAAA } from "../../../../dns/type-numbers.ts";
import type { Report } from "../../../zones/octodns/zone-reading.ts";
import { type Given, problemOf } from "../given.ts";
import type { OctodnsRecord } from "../octodns-record.ts";
import { type OctodnsZone, removeRecord } from "../octodns-zone.ts";
import { compileRegex, type Matcher } from "../python-regex.ts";
import { matchTexts } from "./match-text.ts";
import { type Network, networkOf } from "./network.ts";
import { isGiven, listGiven, type Processor, type ProcessorKind, processorProblem } from "./processor.ts";

/** What a filter has to do with a record: undefined where it leaves it alone. */
type Judges = (record: OctodnsRecord, zone: OctodnsZone) => "matches" | "differs" | "unknown" | undefined;

/** Filters of octoDNS', by their classes. Each drops records of the sources. */
export const FILTERS: { readonly [name: string]: ProcessorKind } = {
  TypeAllowlistFilter: listFilter("allowlist", typeJudge),
  TypeRejectlistFilter: listFilter("rejectlist", typeJudge),
  NameAllowlistFilter: listFilter("allowlist", nameJudge),
  NameRejectlistFilter: listFilter("rejectlist", nameJudge),
  ValueAllowlistFilter: listFilter("allowlist", valueJudge),
  ValueRejectlistFilter: listFilter("rejectlist", valueJudge),
  NetworkValueAllowlistFilter: listFilter("allowlist", networkJudge),
  NetworkValueRejectlistFilter: listFilter("rejectlist", networkJudge),
  IgnoreRootNsFilter: {
    keys: [],
    make: (given) =>
      filterOf(given, "rejectlist", ({ name, type }) =>
        name === "" && type === "NS" ? "matches" : undefined,
      ),
  },
  ExcludeRootNsChanges: {
    keys: ["error"],
    make: (given) => ({
      id: given.name,
      notes: ["it kept octoDNS from changing the NS records of the apex"],
    }),
  },
  ZoneNameFilter: { keys: ["error", "include_target"], make: zoneNameFilter },
};

type ListKey = "allowlist" | "rejectlist";

function listFilter(
  key: ListKey,
  makeJudge: (given: Given, key: ListKey, report: Report) => Judges | undefined,
): ProcessorKind {
  return {
    keys: [key, "include_target"],
    make: (given, report) => {
      const judge = makeJudge(given, key, report);
      return judge === undefined ? undefined : filterOf(given, key, judge);
    },
  };
}

function filterOf({ name: id }: Given, key: ListKey, judge: Judges): Processor {
  return {
    id,
    notes: [
      "octoDNS leaves such records as they are at the provider; what stands there by other means is not known here",
    ],
    onSource: (zone) => {
      for (const record of [...zone.records.values()]) {
        const verdict = judge(record, zone);
        if (verdict === "unknown") {
          const message = `its value cannot be compared with a pattern as octoDNS does it for ${record.type}`;
          zone.report(
            processorProblem(
              id,
              record,
              zone,
              message,
              "Take the record, or the processor, out while you import.",
            ),
          );
        }
        if (verdict !== (key === "allowlist" ? "differs" : "matches")) continue;
        removeRecord(zone, record);
        zone.changes.add(`processor ${id} takes records out`);
      }
    },
  };
}

function typeJudge(given: Given, key: ListKey, report: Report): Judges | undefined {
  const list = listGiven(given, key, report);
  if (list === undefined) return undefined;
  const types = new Set(list.map(String));
  return ({ type }) => (types.has(type) ? "matches" : "differs");
}

function nameJudge(given: Given, key: ListKey, report: Report): Judges | undefined {
  const patterns = patternsOf(given, key, report);
  if (patterns === undefined) return undefined;
  return ({ name }) => (patterns.some((pattern) => pattern(name)) ? "matches" : "differs");
}

function valueJudge(given: Given, key: ListKey, report: Report): Judges | undefined {
  const patterns = patternsOf(given, key, report);
  if (patterns === undefined) return undefined;
  return (record) => {
    const texts = matchTexts(record);
    if (texts === undefined) return "unknown";
    return texts.some((text) => patterns.some((pattern) => pattern(text))) ? "matches" : "differs";
  };
}

/** Patterns as octoDNS has them: a text, or a regular expression between slashes. */
function patternsOf(given: Given, key: ListKey, report: Report): Matcher[] | undefined {
  const list = listGiven(given, key, report);
  if (list === undefined) return undefined;
  const patterns: Matcher[] = [];
  for (const each of list.map(String)) {
    if (!each.startsWith("/")) {
      patterns.push((text) => text === each);
      continue;
    }
    const pattern = compileRegex(each.slice(1, -1));
    if (typeof pattern !== "string") patterns.push(pattern);
    else
      report(
        problemOf(given, key, `the expression ${JSON.stringify(each)} cannot be used: ${pattern}`, PLAIN),
      );
  }
  return patterns.length === list.length ? patterns : undefined;
}

/** How to mend an expression that we do not read as Python does. */
export const PLAIN =
  "Write it with characters, sets, groups and repetitions alone, or list the names it stands for.";

function networkJudge(given: Given, key: ListKey, report: Report): Judges | undefined {
  const list = listGiven(given, key, report);
  if (list === undefined) return undefined;
  const networks: Network[] = [];
  for (const each of list.map(String)) {
    const network = networkOf(each);
    if (network === undefined)
      report(
        problemOf(given, key, `${JSON.stringify(each)} is no network`, "Write for example 192.0.2.0/24."),
      );
    else networks.push(network);
  }
  if (networks.length < list.length) return undefined;
  return ({ type, rdata }) => {
    if (type !== "A" && type !== "AAAA") return undefined;
    const addresses = rdata.filter(([code]) => code === A || code === AAAA).map(([, octets]) => octets);
    return addresses.some((address) => networks.some((network) => network(address))) ? "matches" : "differs";
  };
}

function zoneNameFilter(given: Given): Processor {
  const isError = isGiven(given, "error", true);
  return {
    id: given.name,
    onSource: (zone) => {
      for (const record of [...zone.records.values()]) {
        const { name } = record;
        if (!name.endsWith(zone.name) && !name.endsWith(zone.name.slice(0, -1))) continue;
        if (isError) {
          const message = "the name ends with the zone's name; octoDNS refuses it";
          zone.report(
            processorProblem(given.name, record, zone, message, "Write the name relative to the zone."),
          );
        } else {
          removeRecord(zone, record);
          zone.changes.add(`processor ${given.name} takes records out`);
        }
      }
    },
  };
}
