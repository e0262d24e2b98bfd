/**
 * What is told of a packet that could not be answered, which is a defect of ours: the packet and where it happened.
 * Undefined where enough has been told in this second. `now` is in milliseconds.
 */
export function describeFailure(error: unknown, packet: Uint8Array, now: number): string | undefined {
  if (now - second >= 1000) [told, second] = [0, now];
  told += 1;
  if (told > TOLD_FAILURES) return undefined;
  const trace = error instanceof Error ? error.stack : String(error);
  return `Cannot answer the packet ${Buffer.from(packet).toString("hex")}: ${trace}`;
}

/** A defect can be met by every packet that somebody sends; this many a second are told by a thread. */
const TOLD_FAILURES = 5;
let told = 0;
let second = 0;
