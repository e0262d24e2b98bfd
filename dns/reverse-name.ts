import type { Name } from "./name.ts";
import { A, AAAA } from "./type-numbers.ts";

/** The root of the names of IPv4 addresses (RFC 1035 §3.5). */
export const IN_ADDR = "\x07in-addr\x04arpa\0" as Name; // in wire form

/** The root of the names of IPv6 addresses (RFC 3596 §2.5). */
export const IP6 = "\x03ip6\x04arpa\0" as Name; // likewise

/** The name under which an address is looked up: of the rdata of an A or AAAA record; undefined of any other type. */
export function reverseName(type: number, rdata: string): Name | undefined {
  if (type === A) return reverseOfIpv4(rdata);
  return type === AAAA ? reverseOfIpv6(rdata) : undefined;
}

/** The name of an IPv4 address, which is given in its four octets. */
export function reverseOfIpv4(address: string): Name {
  let labels = "";
  for (let at = address.length - 1; at >= 0; at--) {
    const label = String(address.charCodeAt(at));
    labels += String.fromCharCode(label.length) + label;
  }
  return (labels + IN_ADDR) as Name; // labels before a name
}

/** The name of an IPv6 address, which is given in its sixteen octets. */
export function reverseOfIpv6(address: string): Name {
  let labels = "";
  for (let at = address.length - 1; at >= 0; at--) {
    const octet = address.charCodeAt(at);
    labels += `\x01${(octet & 15).toString(16)}\x01${(octet >> 4).toString(16)}`;
  }
  return (labels + IP6) as Name; // likewise
}
