import { NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { answer } from "../answer/answer.ts";
import {
  type Counters,
  DROPPED,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  LOGGED_ONLY,
  SENT_ANYWAY,
  SENT_WITH_TC,
} from "../answer/counters.ts";
import { truncateAnswer } from "../answer/frame.ts";
import type { Respond } from "../answer/respond.ts";
import { bucketSize, charge, ticksOf } from "./buckets.ts";
import { noteEpisode } from "./episodes.ts";
import { hashWords } from "./half-sip-hash.ts";
import { openLimitMemory } from "./limit-memory.ts";
import { matchBlocks, wordAt } from "./match-blocks.ts";
import { IPV4_PREFIX, IPV6_PREFIX, type RateLimits } from "./rate-limits.ts";
import { isPrefixOneOfSeveral, notePrefix } from "./seen-prefixes.ts";

/**
 * A responder for UDP that limits how many answers of one kind the clients of one prefix get in a second. Whoever is flooded
 * in somebody's name gets little more than was sent in it; and who is really there hears TC and asks over TCP, which is
 * never limited, or with a server cookie, which shows that its address is its own.
 *
 * Of one kind are data of one name (one wildcard, one DNAME), what is not there or lies elsewhere of one zone, and errors.
 * `now` gives milliseconds since 1970. Nothing is allocated for a packet.
 */
export function limitRates(
  respond: Respond,
  { rate, slip, window, logOnly, unlimited }: RateLimits,
  buffer: SharedArrayBuffer,
  counters: Counters,
  now: () => number,
): Respond {
  const memory = openLimitMemory(buffer);
  const { buckets } = memory;
  const [key0, key1] = [memory.key[0]!, memory.key[1]!];
  const size = bucketSize(rate, window);
  const isUnlimited = matchBlocks(unlimited);
  const address = new Uint8Array(16);
  let turn = 0;

  return (packet, length, out, limit, client) => {
    const written = respond(packet, length, out, limit, client);
    if (written === 0 || answer.isProven) return written;
    const octets = client.address(address, 0);
    if (octets === 0 || isUnlimited(address, octets)) return written;
    const high = octets === 4 ? wordAt(address, 0) & IPV4_MASK : wordAt(address, 0);
    const low = octets === 4 ? IPV4 : (wordAt(address, 4) & IPV6_MASK) | IPV6;
    notePrefix(memory, high, low);
    const kind = kindOfAnswer();
    const milliseconds = now();
    const hash = hashWords(key0, key1, high, low, subjectOf(kind));
    if (charge(buckets, hash, ticksOf(milliseconds), size)) return written;
    return hold(written, kind, high, low, milliseconds);
  };

  /** What becomes of an answer above the limit. */
  function hold(written: number, kind: number, high: number, low: number, milliseconds: number): number {
    const isOn = logOnly === "no" || (logOnly === "auto" && isPrefixOneOfSeveral(memory));
    noteEpisode(memory, high, low, isOn, milliseconds);
    if (!isOn) return countAs(kind + LOGGED_ONLY, written);
    turn += 1;
    if (slip === 0 || turn < slip) return countAs(kind + DROPPED, 0);
    turn = 0;
    // An error says no more with TC than without, and is as small.
    if (kind === LIMITED_ERROR) return countAs(kind + SENT_ANYWAY, written);
    return countAs(kind + SENT_WITH_TC, truncateAnswer());
  }

  function countAs(place: number, written: number): number {
    counters[place]! += 1;
    return written;
  }
}

/** Told in the second word of a prefix, so that no IPv4 prefix is like an IPv6 one. */
export const IPV4 = 4;
const IPV6 = 6;
const IPV4_MASK = -1 << (32 - IPV4_PREFIX);
const IPV6_MASK = -1 << (64 - IPV6_PREFIX);

function kindOfAnswer(): number {
  const { rcode } = answer;
  if (rcode !== NOERROR && rcode !== NXDOMAIN) return LIMITED_ERROR;
  return answer.source >= 0 ? LIMITED_POSITIVE : LIMITED_NEGATIVE;
}

/** What the answer is about, told from every other: a node, a zone, or nothing of the kind. */
function subjectOf(kind: number): number {
  if (kind === LIMITED_ERROR) return ERROR;
  return kind === LIMITED_POSITIVE ? answer.source << 1 : (answer.lastZone << 1) | 1;
}

const ERROR = -2; // no node and no zone has it; -1 is what there is no zone for
