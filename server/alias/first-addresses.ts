import { keyOf, type Name } from "../../dns/name.ts";
import { octetsOf } from "../../dns/wire.ts";
import { type AddressSet, readAddresses } from "../../dns/zone-file/addresses.ts";
import { ADDRESSES_SUFFIX } from "../../dns/zone-file/file-name.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import type { FirstAddresses } from "./keeper.ts";

/** The file of addresses that stands beside a zone file. */
export function addressesFile(zoneFile: string): string {
  return `${zoneFile.replace(/\.zone$/, "")}${ADDRESSES_SUFFIX}`;
}

/** Reads files of addresses, of which any may be missing, and tells what they have of a target, by its folded name. */
export function readFirstAddresses(files: readonly string[]): (target: Name) => FirstAddresses | undefined {
  const known = new Map<Name, FirstAddresses>();
  for (const file of files) {
    let text: string;
    try {
      text = Buffer.from(readPlainFile(file)).toString("utf8");
    } catch {
      continue; // nothing was known, or it was not rendered here: then it is looked up
    }
    for (const [target, { a, aaaa }] of readAddresses(text).targets) {
      const other = known.get(keyOf(target));
      known.set(keyOf(target), {
        a: a === undefined ? other?.a : octetsIn(a, 4),
        aaaa: aaaa === undefined ? other?.aaaa : octetsIn(aaaa, 16),
      });
    }
  }
  return (target) => known.get(target);
}

function octetsIn({ addresses }: AddressSet, size: number): string[] {
  return addresses.filter(({ length }) => length === size).map((each) => octetsOf(each, 0, size));
}
