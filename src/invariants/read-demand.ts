import { Fault } from "../../dns/fault.ts";
import type { Name } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { MAX_TTL } from "../../dns/ttl.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import { readValue } from "../zones/octodns/read-value.ts";
import { readTtl } from "../zones/octodns/ttl.ts";
import type { ZoneReading } from "../zones/octodns/zone-reading.ts";
import { describe, entryOf, type Mapping, type YamlNode } from "../zones/yaml/node.ts";
import { problemAt } from "../zones/yaml/problem-at.ts";
import type { Demand, InvariantKind } from "./invariant.ts";
import { parsePrefix } from "./prefix.ts";
import {
  itemsOf,
  type Report,
  readName,
  readNames,
  readScalar,
  readType,
  requireInZones,
  requireZone,
} from "./read-names.ts";

type Origins = readonly Name[] | undefined;

/** Reads what stands under the key of a kind; undefined where something of it is refused. */
export function readDemand(
  kind: InvariantKind,
  node: YamlNode,
  report: Report,
  origins: Origins,
): Demand | undefined {
  switch (kind) {
    case "answered":
    case "equals":
    case "contains":
    case "absent":
      return node.kind === "mapping" ? readQuestion(kind, node, report, origins) : undefined;
    case "addresses":
      if (node.kind !== "sequence") return undefined;
      return { kind, only: node.items.flatMap((item) => readScalar(item, kind, report, parsePrefix) ?? []) };
    case "targets":
      if (node.kind !== "sequence") return undefined;
      return { kind, only: readNames(node, kind, report).map(({ name }) => name) };
    case "wildcards": {
      if (node.kind !== "sequence") return undefined;
      const zones = readNames(node, kind, report);
      for (const zone of zones) requireZone(zone, kind, origins, report);
      return { kind, only: zones.map(({ name }) => name) };
    }
    case "ttl":
      return node.kind === "mapping" ? readBounds(node, report) : undefined;
    case "mail":
    case "unchanged":
    case "owned":
      return readScalar(node, kind, report, (text) => {
        if (text === "true") return { kind };
        throw new Fault(
          `is ${describe(node)}; expected true`,
          "Write true, or remove the invariant, which is allowed by its label.",
        );
      });
    default:
      return kind satisfies never;
  }
}

function readQuestion(
  kind: "answered" | "equals" | "contains" | "absent",
  mapping: Mapping,
  report: Report,
  origins: Origins,
): Demand | undefined {
  const nameNode = entryOf(mapping, "name");
  const typeNode = entryOf(mapping, "type");
  const owner = readName(nameNode, `${kind}.name`, report);
  const type = readType(typeNode, `${kind}.type`, report);
  if (owner !== undefined) requireInZones({ name: owner, node: nameNode! }, `${kind}.name`, origins, report);
  if (owner === undefined || (type === undefined && (kind !== "absent" || typeNode !== undefined))) {
    return undefined;
  }
  if (kind === "absent") return { kind, owner, ...(type !== undefined && { type }) };
  if (kind === "answered") return { kind, owner, type: type! };
  const rdata = itemsOf(entryOf(mapping, "values")).flatMap((value) => readRdata(value, type!, report) ?? []);
  return { kind, owner, type: type!, rdata };
}

/** A value as a zone has it; what a rule would say of it counts there and not here. */
function readRdata(node: YamlNode, type: number, report: Report): string | undefined {
  const reading: ZoneReading = {
    origin: "\0" as Name, // values name whole names
    config: DEFAULT_CONFIG,
    report: (problem) => {
      if (problem.severity === "error") report(problem);
    },
    remark: () => {},
    records: [],
    broken: new Set(),
    errors: () => 0,
    rrsets: new Map(),
    last: { owner: undefined, first: undefined },
    earlier: new Map(),
    tallies: new Map(),
  };
  return readValue(node, codecOf(type), true, reading, undefined)?.rdata;
}

function readBounds(mapping: Mapping, report: Report): Demand | undefined {
  const [min, max] = ["min", "max"].map((key) => {
    const node = entryOf(mapping, key);
    return node === undefined ? undefined : readTtl(node, `ttl.${key}`, report);
  });
  if (entryOf(mapping, "min") === undefined && entryOf(mapping, "max") === undefined) {
    report(
      problemAt(mapping, {
        rule: "invariant-value",
        message: "ttl has neither min nor max",
        help: "Write for example `ttl: {min: 60, max: 86400}`.",
      }),
    );
    return undefined;
  }
  if (min !== undefined && max !== undefined && min > max) {
    report(
      problemAt(entryOf(mapping, "min")!, {
        rule: "invariant-value",
        message: `ttl.min is ${min}, more than ttl.max, ${max}: no TTL lies between`,
        help: "Write the smaller one as min.",
      }),
    );
  }
  return {
    kind: "ttl",
    min: min ?? 0,
    max: max ?? (entryOf(mapping, "max") === undefined ? Number.POSITIVE_INFINITY : MAX_TTL),
  };
}
