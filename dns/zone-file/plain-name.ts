import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "../name.ts";
import { BLANK, DOT, LINE_END, ORDINARY, PLAIN_KINDS } from "./plain-octets.ts";

/**
 * Writes the wire form of the name that begins at `from` to `wire`, from `begin` on; a relative one is completed with `origin`.
 * Gives where its text ends, at a blank or a line end, and -1 for a name that is not plain or none. `plainNameEnd` is where its
 * wire form ends.
 */
export function putPlainName(
  bytes: Uint8Array,
  from: number,
  wire: Uint8Array,
  begin: number,
  origin: Uint8Array,
): number {
  let at = from;
  let lengthAt = begin;
  let to = begin + 1;
  for (;;) {
    const octet = bytes[at]!;
    const kind = PLAIN_KINDS[octet]!;
    if (kind === ORDINARY) {
      wire[to++] = octet;
      at += 1;
      continue;
    }
    const length = to - lengthAt - 1;
    if (kind !== DOT) {
      if (length === 0) {
        if (at === from) return -1;
        wire[lengthAt] = 0;
      } else {
        if (length > MAX_LABEL_LENGTH || origin.length === 0) return -1;
        wire[lengthAt] = length;
        for (let next = 0; next < origin.length; next++) wire[to++] = origin[next]!;
      }
      plainNameEnd = to;
      return (kind === BLANK || kind === LINE_END) && to - begin <= MAX_NAME_LENGTH ? at : -1;
    }
    if (length === 0 || length > MAX_LABEL_LENGTH || to - begin > MAX_NAME_LENGTH) return -1;
    wire[lengthAt] = length;
    lengthAt = to;
    to += 1;
    at += 1;
  }
}

/** Where the wire form of the name that was put last ends. */
export let plainNameEnd = 0;
