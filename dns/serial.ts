/** Serials are numbers of 32 bits that go round (RFC 1982 §3). */
export const MAX_SERIAL = 2 ** 32 - 1;

/**
 * Which serial is the later one: negative when `a` comes before `b`, 0 when they are equal, positive when `a` comes
 * after `b`. Undefined for two that are 2^31 apart, which have no order (RFC 1982 §3.2).
 */
export function compareSerials(a: number, b: number): number | undefined {
  const ahead = (a - b) >>> 0;
  if (ahead === 0) return 0;
  if (ahead === HALF) return undefined;
  return ahead < HALF ? 1 : -1;
}

/** The serial `count` steps after `serial`, with `count` from 0 to 2^31 - 1 (RFC 1982 §3.1). */
export function addToSerial(serial: number, count: number): number {
  if (!Number.isInteger(count) || count < 0 || count >= HALF) {
    throw new RangeError(`Cannot add ${count} to a serial: expected 0 to ${HALF - 1} (RFC 1982 §3.1)`);
  }
  return (serial + count) >>> 0;
}

const HALF = 2 ** 31;
