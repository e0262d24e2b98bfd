import type { Address } from "../address/address.ts";
import { isEveryAddress } from "../address/every-address.ts";
import { writeAddress } from "../query/client.ts";
import {
  ADDRESS,
  ADDRESS_LENGTH,
  ANSWER_LENGTH,
  BEGAN,
  ENDED,
  HEAD,
  PORT,
  QUERY_LENGTH,
  RCODE,
  type Ring,
  STREAM,
} from "./ring.ts";

/** A packet that came, and its answer, as a thread put them into its ring. Octets are the ring's own: copy what is to stay. */
export interface Logged {
  readonly isStream: boolean;
  /** Who asked; undefined where that is not known, behind a proxy. */
  readonly client: End | undefined;
  /** Where it was asked, as far as the thread's sockets tell. */
  readonly server: Partial<End>;
  /** Milliseconds since 1970, with fractions. */
  readonly began: number;
  readonly ended: number;
  readonly query: Uint8Array;
  /** Empty for silence. */
  readonly answer: Uint8Array;
  /** The whole response code. */
  readonly rcode: number;
}

/** One end of what was said: 4 or 16 octets, and a port. */
export interface End {
  readonly address: Uint8Array;
  readonly port: number;
}

/** The record at an offset of a ring; `ends` are from `serverEnds`. */
export function readLogged({ octets, words, times }: Ring, at: number, ends: ServerEnds): Logged {
  const word = (index: number) => words[(at >> 2) + index]!;
  const time = (index: number) => times[(at >> 3) + index]!;
  const length = word(ADDRESS_LENGTH);
  const answerAt = at + HEAD + word(QUERY_LENGTH);
  const address = octets.subarray(at + ADDRESS, at + ADDRESS + length);
  return {
    isStream: word(STREAM) === 1,
    client: length === 0 ? undefined : { address, port: word(PORT) },
    server: length === 4 ? ends.ipv4 : length === 16 ? ends.ipv6 : {},
    began: time(BEGAN),
    ended: time(ENDED),
    query: octets.subarray(at + HEAD, answerAt),
    answer: octets.subarray(answerAt, answerAt + word(ANSWER_LENGTH)),
    rcode: word(RCODE),
  };
}

/** Where a thread is asked, by the family of who asks. */
export interface ServerEnds {
  readonly ipv4: Partial<End>;
  readonly ipv6: Partial<End>;
}

/** What the addresses at which a thread listens tell of the end of a packet: a port, an address where it can be one only. */
export function serverEnds(addresses: readonly Address[]): ServerEnds {
  const [ipv6, ipv4] = [true, false].map((isIpv6) => {
    const own = addresses.filter(({ host }) => host.includes(":") === isIpv6);
    const [first] = own;
    if (first === undefined || own.some(({ port }) => port !== first.port)) return {};
    if (own.length > 1 || isEveryAddress(first.host)) return { port: first.port };
    const octets = new Uint8Array(16);
    return { port: first.port, address: octets.subarray(0, writeAddress(first.host, octets, 0)) };
  });
  return { ipv4: ipv4!, ipv6: ipv6! };
}
