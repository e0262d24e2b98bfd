/** Where data must end that is put into the wire form of a record, so that a word of four octets may be put there. */
export let plainRoom = 0;

/** So many octets are there for the wire form of a record. */
export function setPlainRoom(octets: number): void {
  plainRoom = octets - 4;
}
