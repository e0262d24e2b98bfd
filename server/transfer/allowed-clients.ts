import { type AddressBlock, inAnyOf } from "../address/address-block.ts";
import type { Client } from "../query/client.ts";

/** Who may have zones. */
export interface AllowedClients {
  /** Names of keys, in wire form and lower case. */
  readonly keys: ReadonlySet<string>;
  /** Tells whether an address in words is allowed. */
  readonly hasAddress: (address: string) => boolean;
}

/** Those with one of these keys, and those at one of these addresses. */
export function allowClients(keys: readonly string[], blocks: readonly AddressBlock[]): AllowedClients {
  return { keys: new Set(keys), hasAddress: inAnyOf(blocks) };
}

/** `key` is the one that the request is signed with, rightly. An address counts only where it is the client's. */
export function isAllowed(
  { keys, hasAddress }: AllowedClients,
  client: Client,
  key: string | undefined,
): boolean {
  if (key !== undefined && keys.has(key)) return true;
  const address = printClient(client);
  return address !== "" && hasAddress(address);
}

/** The address in words, empty where it is not known. */
export function printClient(client: Client): string {
  const length = client.address(octets, 0);
  if (length === 0) return "";
  const isMapped = length === 16 && octets.subarray(0, 12).equals(MAPPED);
  if (length === 4) return octets.subarray(0, 4).join(".");
  if (isMapped) return octets.subarray(12, 16).join(".");
  return octets.toString("hex", 0, 16).replace(/(.{4})(?!$)/g, "$1:");
}

const octets = Buffer.alloc(16);
/** IPv4 addresses as IPv6 has them (RFC 4291 §2.5.5.2). */
const MAPPED = Buffer.from("00000000000000000000ffff", "hex");
