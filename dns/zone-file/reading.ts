import type { Fault } from "../fault.ts";
import type { Problem } from "../problem.ts";
import { Tokens } from "../tokens.ts";
import { Writer } from "../wire.ts";
import { type PlainOrigin, plainOrigin } from "./plain-origin.ts";
import type { ReadOptions } from "./read-options.ts";
import type { RecordView } from "./record-view.ts";
import { openSource, type Place, placeOf, type Source } from "./source.ts";
import type { TypeToken } from "./type-token.ts";

/** Problems after which a file is given up: nobody reads more, and a binary file has one in every line. */
const MAX_PROBLEMS = 1000;

/** One run over a zone file and what it includes: where it reads, and what one entry leaves behind for the next. */
export class Reading {
  readonly options: ReadOptions;
  readonly onRecord: (record: RecordView) => void;
  readonly problems: Problem[] = [];
  /** The tokens of the entry being read; `tokens.origin` is `$ORIGIN`. */
  readonly tokens: Tokens;
  /** The last owner, then the rdata being read. */
  readonly out: Writer;
  readonly view: RecordView;
  source: Source;
  /** The files that wait for the end of the one they include, outermost first. */
  readonly waiting: Waiting[] = [];
  /** `none`: no record yet. `faulty`: the last owner could not be read, so its records are checked and dropped. */
  owner: "none" | "known" | "faulty" = "none";
  ownerLength = 0;
  /** The type of the record being read, once it is known. */
  type: TypeToken | undefined;
  /** `$TTL`, and the TTL that a record stated last. -1 when there is none. */
  defaultTtl: number;
  lastTtl = -1;
  /** What this run has made by `$GENERATE` and read by `$INCLUDE`: records, octets of their text, and files. */
  generated = 0;
  generatedOctets = 0;
  included = 0;

  #wire = NO_WORDS;
  #origin = NO_ORIGIN;

  constructor(options: ReadOptions, onRecord: (record: RecordView) => void) {
    const { tokens, out } = takeBuffers();
    this.tokens = tokens;
    this.out = out;
    this.options = options;
    this.onRecord = onRecord;
    this.source = openSource(options.file, options.bytes);
    this.defaultTtl = options.defaultTtl ?? -1;
    if (options.origin !== undefined) this.tokens.origin = Buffer.from(options.origin, "latin1");
    this.view = {
      wire: this.out.bytes,
      ownerLength: 0,
      rdataStart: 0,
      rdataEnd: 0,
      type: 0,
      ttl: 0,
      line: 0,
      column: 0,
      file: options.file,
    };
  }

  /** The octets of `out`. */
  get wire(): DataView {
    const { buffer, byteOffset, byteLength } = this.out.bytes;
    if (this.#wire.buffer !== buffer) this.#wire = new DataView(buffer, byteOffset, byteLength);
    return this.#wire;
  }

  /** `$ORIGIN` for plain names. */
  get origin(): PlainOrigin {
    const { origin } = this.tokens;
    if (this.#origin.wire !== origin) this.#origin = plainOrigin(origin);
    return this.#origin;
  }

  /** Ends the run: its buffers serve the next one. */
  end(): void {
    this.tokens.bytes = NOTHING;
    this.tokens.origin = NOTHING;
    spare = { tokens: this.tokens, out: this.out };
  }

  /** Too much is wrong to go on. */
  get isGivenUp(): boolean {
    return this.problems.length > MAX_PROBLEMS;
  }

  /** Reads from an included file, with its own origin where it has one, until it ends. */
  include(source: Source, origin: Uint8Array): void {
    this.waiting.push({
      source: this.source,
      origin: this.tokens.origin,
      owner: this.owner,
      ownerWire: new Uint8Array(this.out.bytes.subarray(0, this.ownerLength)),
    });
    this.source = source;
    this.tokens.origin = origin;
  }

  /**
   * Goes back to the file that named this one, with its origin and last owner (RFC 1035 §5.1); the TTLs stay, as in
   * BIND. False when this was the outermost file.
   */
  leave(): boolean {
    const file = this.waiting.pop();
    if (file === undefined) return false;
    this.source = file.source;
    this.tokens.origin = file.origin;
    this.owner = file.owner;
    this.out.length = 0;
    this.out.copy(file.ownerWire, 0, file.ownerWire.length);
    this.ownerLength = file.ownerWire.length;
    return true;
  }

  /** The owner of what follows is not known. The root stands in for it while that is checked. */
  forgetOwner(): void {
    this.owner = "faulty";
    this.out.length = 0;
    this.out.u8(0);
    this.ownerLength = 1;
  }

  /** Notes what is wrong with the token taken last; `rule` is for a fault that names none. */
  reportToken(fault: Fault, rule: string, source?: string): void {
    const { start, quoted } = this.tokens;
    const { message, help } = fault;
    const place = placeOf(this.source, quoted ? start - 1 : start);
    this.report(place, { message, help, rule: fault.rule ?? rule }, source);
  }

  /** Notes a problem at a place of the file being read. */
  report(place: Place, found: { rule: string; message: string; help: string }, source?: string): void {
    if (this.isGivenUp) return;
    const { rule, help } = found;
    const { file, made } = this.source;
    const at = { file, line: place.line, column: place.column };
    const message =
      printable(found.message) + (made === undefined ? "" : ` (made by $GENERATE for ${made.number})`);
    const problem: Problem = { ...at, rule, severity: "error", message, help };
    this.problems.push(source === undefined ? problem : { ...problem, source });
    if (this.problems.length < MAX_PROBLEMS) return;
    this.problems.push({
      ...at,
      rule: "too-many-problems",
      severity: "error",
      message: `More than ${MAX_PROBLEMS} problems; the rest was not read`,
      help: "Check that this is a zone file, mend the first problems and try again.",
    });
  }
}

/** A file that waits for the end of the one that it includes. */
interface Waiting {
  readonly source: Source;
  readonly origin: Uint8Array;
  readonly owner: Reading["owner"];
  readonly ownerWire: Uint8Array;
}

interface Buffers {
  readonly tokens: Tokens;
  readonly out: Writer;
}

// The buffers of a run that has ended. For a single record, as dig prints them by the thousand, making them would take
// longer than reading it.
let spare: Buffers | undefined;

function takeBuffers(): Buffers {
  const buffers = spare ?? { tokens: new Tokens(), out: new Writer(4096) };
  spare = undefined;
  buffers.out.length = 0;
  return buffers;
}

const NOTHING = new Uint8Array(0);
const NO_WORDS = new DataView(new ArrayBuffer(0));
const NO_ORIGIN = plainOrigin(NOTHING);

const LONGEST_MESSAGE = 400; // characters; a value can be 100,000

/** Short enough to read, and without characters that move the cursor or turn the text around. */
function printable(message: string): string {
  const text = asUtf8(message);
  const short = text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, 200)} … ${text.slice(-150)}`;
  return short.replace(
    /[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Faults show a token by its octets, one character for each. Where those are UTF-8, the characters that were meant. */
function asUtf8(message: string): string {
  if (!/[\x80-\xff]/.test(message) || /[^\0-\xff]/.test(message)) return message;
  const text = Buffer.from(message, "latin1").toString("utf8");
  return text.includes("\ufffd") ? message : text;
}
