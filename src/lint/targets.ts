import { isAtOrBelow, keyOf, labelsOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import type { Find, LintRecord, Rule } from "./rule.ts";
import { CNAME, DNAME, MX, NS, SRV } from "./types.ts";
import { answeringNode, cutAbove, recordsAt, redirectAbove, type ZoneIndex } from "./zone-index.ts";

const NS_TARGET_CNAME: Rule = {
  id: "ns-target-cname",
  severity: "error",
  source: "RFC 2181 §10.3",
  about: "An NS whose target is an alias",
};

const MX_TARGET_CNAME: Rule = {
  id: "mx-target-cname",
  severity: "error",
  source: "RFC 2181 §10.3",
  about: "An MX whose target is an alias",
};

const SRV_TARGET_CNAME: Rule = {
  id: "srv-target-cname",
  severity: "error",
  source: "RFC 2782",
  about: "An SRV whose target is an alias",
};

const NS_TARGET_IS_IP: Rule = {
  id: "ns-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.11",
  about: "An NS whose target is an address",
};

const MX_TARGET_IS_IP: Rule = {
  id: "mx-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.9",
  about: "An MX whose target is an address",
};

const SRV_TARGET_IS_IP: Rule = {
  id: "srv-target-is-ip",
  severity: "error",
  source: "RFC 2782",
  about: "An SRV whose target is an address",
};

const CNAME_TARGET_IS_IP: Rule = {
  id: "cname-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.1",
  about: "A CNAME whose target is an address",
};

/** The rules about names in data. */
export const TARGET_RULES: readonly Rule[] = [
  NS_TARGET_CNAME,
  MX_TARGET_CNAME,
  SRV_TARGET_CNAME,
  NS_TARGET_IS_IP,
  MX_TARGET_IS_IP,
  SRV_TARGET_IS_IP,
  CNAME_TARGET_IS_IP,
];

/** Types whose data end with the name of a host, and what may be wrong with it. */
const TARGETS: ReadonlyMap<
  number,
  { readonly skip: number; readonly field: string; alias?: Rule; address: Rule }
> = new Map([
  [NS, { skip: 0, field: "target", alias: NS_TARGET_CNAME, address: NS_TARGET_IS_IP }],
  [CNAME, { skip: 0, field: "target", address: CNAME_TARGET_IS_IP }],
  [MX, { skip: 2, field: "exchange", alias: MX_TARGET_CNAME, address: MX_TARGET_IS_IP }],
  [SRV, { skip: 6, field: "target", alias: SRV_TARGET_CNAME, address: SRV_TARGET_IS_IP }],
]);

/** Names in data that must be names of hosts. */
export function checkTargets(index: ZoneIndex, find: Find): void {
  for (const record of index.zone.records) {
    const kind = TARGETS.get(record.type);
    if (kind === undefined) continue;
    const target = keyOf(record.rdata.slice(kind.skip) as Name); // the rest of these types' data is a name
    if (target === ROOT) continue;
    const at = record.fieldsAt?.[kind.field] ?? record.at;
    if (isAddress(target)) {
      const address = labelsOf(target).join(".");
      const message = `${typeName(record.type)} target is the address ${address}; expected the name of a host`;
      const help = "Give the host a name with an A or AAAA record, and write that name.";
      find(kind.address, at, message, help, record);
    } else if (kind.alias !== undefined && isAtOrBelow(target, index.apex)) {
      const alias = aliasOf(target, index);
      if (alias === undefined) continue;
      const message = `${typeName(record.type)} target ${printName(target)} is an alias; expected a name with addresses`;
      const { file, line } = alias.at;
      const help = `Write the name that it stands for, ${codecOf(alias.type).print(alias.rdata)} (${file}:${line}).`;
      find(kind.alias, at, message, help, record);
    }
  }
}

/** The CNAME or DNAME that the zone answers for a name with, if it does. */
function aliasOf(target: Name, index: ZoneIndex): LintRecord | undefined {
  if (cutAbove(target, index) !== undefined) return undefined; // another zone's business
  const redirect = redirectAbove(target, index);
  if (redirect !== undefined) return recordsAt(index.nodes.get(redirect), DNAME)[0];
  return recordsAt(answeringNode(target, index), CNAME)[0];
}

/** Four labels of digits, or a label with colons: an address that somebody took for a name. */
function isAddress(name: Name): boolean {
  // A digit before the root's octet is how IPv4 addresses end, and few names do.
  const last = name.charCodeAt(name.length - 2);
  if (last < 0x30 || last > 0x39) return isIpv6Label(name);
  const labels = labelsOf(name);
  return (
    isIpv6Label(name) ||
    (labels.length === 4 && labels.every((label) => /^[0-9]{1,3}$/.test(label) && Number(label) <= 255))
  );
}

/** One label of hex digits and colons. */
function isIpv6Label(name: Name): boolean {
  return name.includes(":") && /^.[0-9a-f]*(?::[0-9a-f]*){2,7}\0$/s.test(name);
}
