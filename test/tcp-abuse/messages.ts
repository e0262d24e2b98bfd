import { queryOf } from "../serve-text.ts";

/** The zone that is served to everybody here. */
export const ZONE = `$TTL 300
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 192.0.2.1
www A 192.0.2.2
${Array.from({ length: 240 }, (_, index) => `big TXT "${String(index).padStart(250, "x")}"`).join("\n")}
`;

/** Where it is. */
export const ORIGIN = "example.com.";

/** A question as it stands in a stream, its length before it (RFC 1035 §4.2.2). */
export const QUESTION = framed(queryOf(`www.${ORIGIN} A`));

/** A question whose answer has more than 60,000 octets. */
export const BIG_QUESTION = framed(queryOf(`big.${ORIGIN} TXT`));

function framed(message: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([message.length >>> 8, message.length & 0xff]), message]);
}

/** How many whole messages stand in the octets that came, and how many octets they take. */
export function countMessages(octets: Uint8Array): { readonly messages: number; readonly octets: number } {
  let [messages, at] = [0, 0];
  for (;;) {
    const end = at + 2 + (((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0));
    if (at + 2 > octets.length || end > octets.length) return { messages, octets: at };
    messages += 1;
    at = end;
  }
}
