/** Messages, each behind its length in two octets (RFC 1035 §4.2.2). */
export function framed(messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat(messages.flatMap((each) => [Buffer.from([each.length >> 8, each.length]), each]));
}

/** The whole messages of a stream. */
export function framesOf(stream: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 2 <= stream.length; ) {
    const end = at + 2 + stream.readUInt16BE(at);
    frames.push(stream.subarray(at + 2, end));
    at = end;
  }
  return frames;
}
