/** How many messages there are, each behind its length in two octets (RFC 1035 §4.2.2); undefined where the last is cut. */
export function countFrames(octets: Uint8Array): number | undefined {
  let count = 0;
  let at = 0;
  for (; at + HEAD <= octets.length; count++) at += frameLength(octets, at);
  return at === octets.length ? count : undefined;
}

/** Collects so many frames of a stream that comes in pieces. */
export class FrameCollector {
  readonly #count: number;
  #octets = new Uint8Array(FIRST_ROOM);
  #length = 0;
  /** Whole frames so far, and where the next one begins. */
  #frames = 0;
  #next = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** Adds a piece; false where there is more than was to come. */
  add(piece: Uint8Array): boolean {
    const end = this.#length + piece.length;
    if (end > this.#octets.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#octets.length));
      grown.set(this.#octets.subarray(0, this.#length));
      this.#octets = grown;
    }
    this.#octets.set(piece, this.#length);
    this.#length = end;
    while (this.#frames < this.#count && this.#next + HEAD <= end) {
      const next = this.#next + frameLength(this.#octets, this.#next);
      if (next > end) break;
      this.#next = next;
      this.#frames += 1;
    }
    return !this.isComplete || this.#next === end;
  }

  get isComplete(): boolean {
    return this.#frames === this.#count;
  }

  /** All that has come, without a copy. */
  take(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }
}

const HEAD = 2;
const FIRST_ROOM = 1 << 16;

/** With its head. */
function frameLength(octets: Uint8Array, at: number): number {
  return HEAD + ((octets[at]! << 8) | octets[at + 1]!);
}
