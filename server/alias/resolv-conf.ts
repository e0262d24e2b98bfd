import type { Address } from "../address/address.ts";
import { ipVersion } from "../address/ip-version.ts";

/** The resolvers that a resolv.conf names: the first three, as in the system's own (resolv.conf(5)). */
export function readResolvConf(text: string): Address[] {
  const found: Address[] = [];
  for (const line of text.split("\n")) {
    const [word, host = ""] = line.trim().split(/[ \t]+/);
    if (word === "nameserver" && ipVersion(host) !== 0) found.push({ host, port: 53 });
  }
  return found.slice(0, MOST);
}

const MOST = 3; // MAXNS of the C library
