import { Fault } from "../../dns/fault.ts";
import type { Name } from "../../dns/name.ts";
import { Reader } from "../../dns/wire.ts";

/** The record that signs a message (RFC 8945 §4.2). */
export interface TsigRecord {
  /** Where it begins in the message. */
  readonly start: number;
  readonly name: Name;
  readonly algorithm: Name;
  /** When it was signed, and how far clocks may differ: eight octets. */
  readonly times: Uint8Array;
  readonly mac: Uint8Array;
  readonly id: number;
  readonly error: number;
}

/** The last record of a message, where it is TSIG and can be read. */
export function readTsigRecord(message: Uint8Array): TsigRecord | undefined {
  try {
    const reader = new Reader(message, COUNTS, message.length, true);
    const [questions, ...others] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
    for (let left = questions!; left > 0; left--) {
      reader.name();
      reader.u32(); // type and class
    }
    const records = others.reduce((sum, count) => sum + count, 0);
    for (let left = records; left > 0; left--) {
      const start = reader.at;
      const name = reader.name();
      const type = reader.u16();
      reader.u16(); // class
      reader.u32(); // TTL
      const end = reader.u16() + reader.at;
      if (left > 1 || type !== TSIG) reader.at = end;
      else return { start, name, ...readData(reader, message) };
    }
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** The message as it was signed: without the record, and with the id that the signer saw. */
export function withoutTsig(message: Uint8Array, { start, id }: TsigRecord): Uint8Array {
  const signed = Buffer.from(message.subarray(0, start));
  signed.writeUInt16BE(id);
  signed.writeUInt16BE(signed.readUInt16BE(10) - 1, 10); // ARCOUNT
  return signed;
}

const COUNTS = 4; // where the counts of the sections stand in a message's head (RFC 1035 §4.1.1)
const TSIG = 250;

function readData(reader: Reader, message: Uint8Array): Omit<TsigRecord, "start" | "name"> {
  const algorithm = reader.name();
  const times = message.subarray(reader.at, reader.at + 8);
  reader.at += 8;
  const length = reader.u16();
  const mac = message.subarray(reader.at, reader.at + length);
  reader.at += length;
  return { algorithm, times, mac, id: reader.u16(), error: reader.u16() };
}
