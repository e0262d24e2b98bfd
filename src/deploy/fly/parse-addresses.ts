import { isIP } from "node:net";
import type { AddressKind, FlyAddress } from "./fly.ts";
import { items, member, optionalText, readJson, text, unexpected, type Value } from "./shape.ts";

const KINDS: readonly AddressKind[] = ["v4", "shared_v4", "v6", "private_v6", "egress_v4", "egress_v6"];

/** Reads what `flyctl ips list --json` prints. Its names begin in upper case. */
export function parseAddresses(json: string): FlyAddress[] {
  return items(readJson("ips list", json)).map(parseAddress);
}

function parseAddress(value: Value): FlyAddress {
  const address = member(value, "Address");
  const type = member(value, "Type");
  const kind = KINDS.find((known) => known === text(type));
  if (kind === undefined) throw unexpected(type, `one of ${KINDS.join(", ")}`);
  if (isIP(text(address)) === 0) throw unexpected(address, "an IP address");
  return { address: text(address), kind, region: optionalText(member(value, "Region")) };
}
