import { keyOf, type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { NS } from "../../dns/type-numbers.ts";
import type { Plan } from "../plan/plan.ts";
import type { SourceZone } from "../source/source-zone.ts";

/**
 * Who answers for a zone beside the machines of our apps: nameservers that _config.yaml gives to no app, and those of the zone's
 * own NS that it does not have at all. Of a zone whose records are not known nobody knows, and a word says so.
 */
export function othersOf(origin: Name, plan: Plan, zones: readonly SourceZone[]): readonly string[] {
  const all = zones.flatMap(({ config }) => config.nameservers);
  const isNamed = all.some(({ app }) => app !== undefined);
  const ours = new Set(all.filter(({ app }) => !isNamed || app !== undefined).map(({ name }) => keyOf(name)));
  const own = plan.zones.find(({ zone }) => zone.origin === origin);
  const configured = [own?.zone.config, own?.configBefore].flatMap((config) => config?.nameservers ?? []);
  const before = own?.base ?? plan.removed.find((zone) => zone.origin === origin)?.content;
  if (before === undefined) return ["whatever else answers for the zone"];
  const published = [...before, ...(own?.zone.records ?? [])].flatMap(({ owner, type, rdata }) => {
    if (type !== NS || keyOf(owner) !== keyOf(origin)) return [];
    const ns = decode(NS, rdata);
    return ns.type === "NS" ? [ns.target] : [];
  });
  const names = new Map(
    [...configured.map(({ name }) => name), ...published].map((name) => [keyOf(name), name]),
  );
  return [...names].filter(([key]) => !ours.has(key)).map(([, name]) => printName(name));
}
