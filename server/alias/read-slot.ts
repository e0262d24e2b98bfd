import { A } from "../../dns/type-numbers.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import {
  ALIAS_KNOWN,
  ALIAS_NONE,
  ALIAS_UNKNOWN,
  BUFFER_COUNTS,
  BUFFER_EXPIRES,
  BUFFER_HEAD,
  BUFFER_IS_HELD,
  BUFFER_LEARNT,
  BUFFER_OWN_TTL,
  BUFFER_STATE,
  bufferOf,
  MAX_ALIAS_ADDRESSES,
  slotNumber,
} from "../tables/overlay.ts";
import { ALIAS_A, ALIAS_AAAA, ALIAS_ROOM, ALIAS_SIZE, RECORD_HEAD, type Tables } from "../tables/tables.ts";
import type { Alias } from "./alias-list.ts";
import { type Known, UNKNOWN } from "./known.ts";

/** What the overlay has of A or AAAA at an alias: for who tells of it, and for who writes it after another has died. */
export function readSlot(
  { aliases, overlay }: Tables,
  { number }: Pick<Alias, "number">,
  type: number,
): Known {
  const row = number * ALIAS_SIZE;
  const slot = aliases[row + (type === A ? ALIAS_A : ALIAS_AAAA)]!;
  const { words, octets } = overlay;
  for (;;) {
    const before = slotNumber(overlay, slot);
    const buffer = bufferOf(slot, before, aliases[row + ALIAS_ROOM]!);
    const word = buffer >> 2;
    const state = words[word + BUFFER_STATE]!;
    const ownTtl = words[word + BUFFER_OWN_TTL]!;
    const learnt = {
      learnt: words[word + BUFFER_LEARNT]! >>> 0,
      expires: words[word + BUFFER_EXPIRES]! >>> 0,
      ...(ownTtl < 0 ? {} : { ownTtl }),
      isHeld: words[word + BUFFER_IS_HELD]! === 1,
    };
    const size = RECORD_HEAD + (type === A ? 4 : 16);
    const start = buffer + BUFFER_HEAD;
    const addresses: Octets[] = [];
    const count = state === ALIAS_KNOWN ? words[word + BUFFER_COUNTS]! & 0xffff : 0;
    for (let record = 0; record < Math.min(count, MAX_ALIAS_ADDRESSES); record++) {
      addresses.push(octetsOf(octets, start + record * size + RECORD_HEAD, start + (record + 1) * size));
    }
    if (slotNumber(overlay, slot) !== before) continue; // which is once a second at most
    if (state === ALIAS_UNKNOWN) return UNKNOWN;
    return state === ALIAS_NONE ? { kind: "none", ...learnt } : { kind: "addresses", addresses, ...learnt };
  }
}
