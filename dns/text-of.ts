import type { Octets } from "./wire.ts";

/** The text of a TXT or SPF record: its strings put together without spaces (RFC 7208 §3.3, RFC 6376 §3.6.2.2). */
export function textOf(rdata: Octets): Octets {
  const first = rdata.charCodeAt(0);
  if (first + 1 === rdata.length) return rdata.slice(1);
  let text = "";
  for (let at = 0; at < rdata.length; at += 1 + rdata.charCodeAt(at)) {
    text += rdata.slice(at + 1, at + 1 + rdata.charCodeAt(at));
  }
  return text;
}
