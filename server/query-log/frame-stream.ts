/**
 * Frames of the Frame Streams protocol: a data frame is its length in four octets and its data, a control frame a
 * length of 0, then its own length, its type, and fields.
 */
export function dataFrame(data: Uint8Array): Buffer {
  return Buffer.concat([u32(data.length), data]);
}

/** A control frame; it names the content type unless its type has no fields. */
export function controlFrame(type: number): Buffer {
  const fields = type === READY || type === START ? [u32(CONTENT_TYPE), u32(DNSTAP.length), DNSTAP] : [];
  const body = Buffer.concat([u32(type), ...fields]);
  return Buffer.concat([u32(ESCAPE), u32(body.length), body]);
}

/** Types of control frames. A stream over a socket begins with READY, answered by ACCEPT; in a file it begins with START. */
export const ACCEPT = 1;
export const START = 2;
export const STOP = 3;
export const READY = 4;
export const FINISH = 5;

/**
 * Reads the control frames that the other side sends: each call takes octets as they come and gives the types of the frames
 * that are whole now. "broken" where it is no such protocol, or would have another content type.
 */
export function makeControlReader(): (octets: Uint8Array) => readonly number[] | "broken" {
  let held = Buffer.alloc(0);
  return (octets) => {
    held = Buffer.concat([held, octets]);
    const types: number[] = [];
    while (held.length >= 8) {
      const length = held.readUInt32BE(4);
      if (held.readUInt32BE(0) !== ESCAPE || length < 4 || length > MAX_CONTROL) return "broken";
      if (held.length < 8 + length) break;
      const body = held.subarray(8, 8 + length);
      const type = body.readUInt32BE(0);
      if (type === ACCEPT && !accepts(body.subarray(4))) return "broken";
      types.push(type);
      held = held.subarray(8 + length);
    }
    return types;
  };
}

const ESCAPE = 0;
const CONTENT_TYPE = 1;
const DNSTAP = Buffer.from("protobuf:dnstap.Dnstap");
const MAX_CONTROL = 512; // octets, as the protocol has it

/** One of the content types is ours, or none is named, which means any. */
function accepts(fields: Buffer): boolean {
  let at = 0;
  let isNamed = false;
  while (at + 8 <= fields.length) {
    const end = at + 8 + fields.readUInt32BE(at + 4);
    if (fields.readUInt32BE(at) === CONTENT_TYPE) {
      if (fields.subarray(at + 8, end).equals(DNSTAP)) return true;
      isNamed = true;
    }
    at = end;
  }
  return !isNamed;
}

function u32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}
