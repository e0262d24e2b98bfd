import { addToSerial } from "../../dns/serial.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import { INCEPTION_MARGIN, WINDOW_SECONDS, windowOf } from "../../dns/signing/window.ts";

/** Of a policy what serials depend on. */
export type SerialRange = Pick<SigningPolicy, "base" | "windows">;

/**
 * The serial that a zone answers in a window, where its file has the serial `file`: one more with each window since the
 * base, up to the last one that is reserved. Before the base it is that of the file.
 */
export function servedSerial(file: number, { base, windows }: SerialRange, window: number): number {
  return addToSerial(file, Math.min(Math.max(window - base, 0), windows - 1));
}

/**
 * The serial of the file of which a zone answers `served` in a window: the same for all who serve one release, whenever
 * they turned, and for secondaries that have the zone of an earlier window.
 */
export function fileSerial(served: number, { base, windows }: SerialRange, window: number): number {
  return (served - Math.min(Math.max(window - base, 0), windows - 1)) >>> 0;
}

/** The greatest serial that a release reserves: whoever comes after it lies above. */
export function lastReserved(file: number, { windows }: SerialRange): number {
  return addToSerial(file, windows);
}

/**
 * The serials that a zone may answer at a time, in seconds since 1970, each once: that of the window, and those of the
 * windows beside it, for machines whose clocks are early or late.
 */
export function servedSerialsAt(file: number, range: SerialRange, seconds: number): readonly number[] {
  const window = windowOf(seconds);
  return [...new Set([window, window - 1, window + 1].map((each) => servedSerial(file, range, each)))];
}

/**
 * The window that a signature was made for, by its inception in seconds since 1970 (modulo 2^32, RFC 4034 §3.1.5);
 * undefined where none of ours begins then.
 */
export function windowOfSignature(inception: number): number | undefined {
  const start = inception + INCEPTION_MARGIN;
  return start % WINDOW_SECONDS === 0 ? start / WINDOW_SECONDS : undefined;
}
