/** `$ORIGIN` as names are completed with it: whole words of four octets, of which the last may be longer than the name. */
export interface PlainOrigin {
  /** The octets of the name that are written in words. */
  readonly wire: Uint8Array;
  readonly words: DataView;
}

/** The same origin in words. */
export function plainOrigin(wire: Uint8Array): PlainOrigin {
  const words = new Uint8Array((wire.length + 3) & ~3);
  words.set(wire);
  return { wire, words: new DataView(words.buffer) };
}

/** Writes the origin's wire form to `wire`, at `to`. Gives where it ends. */
export function putPlainOrigin({ wire: { length }, words }: PlainOrigin, wire: DataView, to: number): number {
  for (let at = 0; at < length; at += 4) wire.setInt32(to + at, words.getInt32(at, true), true);
  return to + length;
}
