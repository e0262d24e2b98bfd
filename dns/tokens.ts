import { Fault } from "./fault.ts";
import { octetsOf } from "./wire.ts";

/**
 * The tokens of one entry of a zone file (RFC 1035 §5.1), as places in the file's bytes: no strings are made.
 * The reader fills it once per entry and field kinds take from it. Comments and parentheses are gone; quotes are
 * outside `start`..`end`; escapes are still there.
 */
export class Tokens {
  /** The bytes of the file. */
  bytes: Uint8Array = new Uint8Array(0);
  /** How many tokens the entry has. */
  count = 0;
  /** The next token that `take` gives. */
  next = 0;
  /** The token taken last: its first octet, the octet after its last, and whether it stood in quotes. */
  start = 0;
  end = 0;
  quoted = false;
  /** Wire form of `$ORIGIN`, to complete relative names with. Empty when there is none. */
  origin: Uint8Array = new Uint8Array(0);

  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #quoted = new Uint8Array(64);

  /** Tokens of a text of its own, as when a single rdata is parsed. Filled by the reader's tokenizer. */
  clear(): void {
    this.count = 0;
    this.next = 0;
  }

  add(start: number, end: number, quoted: boolean): void {
    if (this.count === this.#starts.length) this.#grow();
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.#quoted[this.count] = quoted ? 1 : 0;
    this.count += 1;
  }

  /** Tokens not yet taken. */
  get left(): number {
    return this.count - this.next;
  }

  /** Takes the next token; `expected` says what it should be, for the fault when there is none. */
  take(expected: string): void {
    if (this.next === this.count) {
      this.start = this.end; // the fault stands where the line ends
      this.quoted = false;
      throw new Fault(`is missing; expected ${expected}`, "The line ends too early: add the value.");
    }
    this.start = this.#starts[this.next]!;
    this.end = this.#ends[this.next]!;
    this.quoted = this.#quoted[this.next] === 1;
    this.next += 1;
  }

  /** The first octet of the next token, -1 when there is none or it stands in quotes. */
  get nextOctet(): number {
    const { next } = this;
    return next === this.count || this.#quoted[next] === 1 ? -1 : this.bytes[this.#starts[next]!]!;
  }

  /** Steps back by one token. */
  untake(): void {
    this.next -= 1;
  }

  /** The token taken last, as it stands in the file (one character per octet, escapes and all). */
  get text(): string {
    return octetsOf(this.bytes, this.start, this.end);
  }

  #grow(): void {
    const size = this.#starts.length * 2;
    const starts = new Int32Array(size);
    const ends = new Int32Array(size);
    const quoted = new Uint8Array(size);
    starts.set(this.#starts);
    ends.set(this.#ends);
    quoted.set(this.#quoted);
    this.#starts = starts;
    this.#ends = ends;
    this.#quoted = quoted;
  }
}
