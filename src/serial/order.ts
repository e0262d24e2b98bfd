import { compareSerials } from "../../dns/serial.ts";

/** The serial that is not less than any other; undefined when two of them cannot be compared. */
export function greatestOf(serials: readonly number[]): number | undefined {
  return endOf(serials, 1);
}

/** The serial that is not greater than any other; undefined when two of them cannot be compared. */
export function leastOf(serials: readonly number[]): number | undefined {
  return endOf(serials, -1);
}

function endOf(serials: readonly number[], direction: 1 | -1): number | undefined {
  let end = serials[0];
  for (const serial of serials) {
    for (const other of serials) if (compareSerials(serial, other) === undefined) return undefined;
    if (compareSerials(serial, end!) === direction) end = serial;
  }
  // The order of RFC 1982 is not transitive: three serials can go round in a circle.
  return serials.every((serial) => compareSerials(end!, serial) !== -direction) ? end : undefined;
}
