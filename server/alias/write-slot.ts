import { A } from "../../dns/type-numbers.ts";
import {
  ALIAS_KNOWN,
  ALIAS_NONE,
  ALIAS_UNKNOWN,
  BUFFER_COUNTS,
  BUFFER_EXPIRES,
  BUFFER_HEAD,
  BUFFER_IS_HELD,
  BUFFER_LEARNT,
  BUFFER_LENGTHS,
  BUFFER_OWN_TTL,
  BUFFER_STATE,
  bufferOf,
  slotNumber,
} from "../tables/overlay.ts";
import { ALIAS_A, ALIAS_AAAA, ALIAS_ROOM, ALIAS_SIZE, type Tables } from "../tables/tables.ts";
import type { Alias } from "./alias-list.ts";
import type { Finished } from "./finish-rrset.ts";
import type { Known } from "./known.ts";

/**
 * Writes what is known of A or AAAA at an alias, for all threads that answer: into the buffer that nobody reads, which then becomes
 * the one to read (see `Overlay`). Nothing is told where there is nothing finished, or no room for it.
 */
export function writeSlot(
  { aliases, overlay }: Tables,
  alias: Alias,
  type: number,
  known: Known,
  finished: Finished | undefined,
): void {
  const row = alias.number * ALIAS_SIZE;
  const slot = aliases[row + (type === A ? ALIAS_A : ALIAS_AAAA)]!;
  const room = aliases[row + ALIAS_ROOM]!;
  const { words, octets } = overlay;
  const number = slotNumber(overlay, slot);
  const buffer = bufferOf(slot, number + 1, room);
  const word = buffer >> 2;
  const isTold = finished !== undefined && finished.octets.length <= room - BUFFER_HEAD;
  words[word + BUFFER_STATE] =
    !isTold || known.kind === "unknown" ? ALIAS_UNKNOWN : known.kind === "none" ? ALIAS_NONE : ALIAS_KNOWN;
  if (known.kind !== "unknown") {
    words[word + BUFFER_EXPIRES] = known.expires;
    words[word + BUFFER_LEARNT] = known.learnt;
    words[word + BUFFER_IS_HELD] = known.isHeld ? 1 : 0;
    words[word + BUFFER_OWN_TTL] = known.ownTtl ?? -1;
  }
  if (isTold) {
    words[word + BUFFER_COUNTS] = finished.records | (finished.signatures << 16);
    words[word + BUFFER_LENGTHS] = finished.length | (finished.signatureLength << 16);
    octets.set(finished.octets, buffer + BUFFER_HEAD);
  }
  Atomics.store(words, slot >> 2, number + 1);
}
