import { putPlainIpv4, putPlainIpv6 } from "./plain-addresses.ts";
import { plainDigitsEnd, putPlainBase32, putPlainBase64, putPlainHex, putPlainSalt } from "./plain-digits.ts";
import { plainNameEnd, putPlainName } from "./plain-name.ts";
import { putPlainNumber, putPlainTime } from "./plain-numbers.ts";
import { afterGap, BLANK, LF, PLAIN_KINDS } from "./plain-octets.ts";
import type { PlainOrigin } from "./plain-origin.ts";
import * as step from "./plain-program.ts";
import { plainRoom } from "./plain-room.ts";
import {
  plainStringEnd,
  putPlainString,
  putPlainStrings,
  putPlainTag,
  putPlainText,
} from "./plain-strings.ts";
import { CLASS_IN, plainType, plainTypeEnd, plainTypesEnd, putPlainTypes } from "./plain-types.ts";

/**
 * Writes the wire form of a record's data, whose text begins at `from`, to `wire`, from `begin` on, by the steps of `plainProgram`. Gives
 * where the line ends or a comment begins, -1 for data that is not plain. `plainRdataEnd` is where the wire form ends.
 */
export function putPlainRdata(
  text: DataView,
  from: number,
  wire: DataView,
  begin: number,
  steps: Uint8Array,
  origin: PlainOrigin,
): number {
  let at = from;
  let to = begin;
  const last = steps.length - 1;
  for (let index = 0; index <= last; index++) {
    if (to + SAFE_ROOM > plainRoom) return -1; // the reader of entries makes room
    switch (steps[index]) {
      case step.NAME:
        at = putPlainName(text, at, wire, to, origin);
        to = plainNameEnd;
        break;
      case step.IPV4:
        at = putPlainIpv4(text, at, wire, to);
        to += 4;
        break;
      case step.IPV6:
        at = putPlainIpv6(text, at, wire, to);
        to += 16;
        break;
      case step.U8:
        at = putPlainNumber(text, at, wire, to, 1);
        to += 1;
        break;
      case step.U16:
        at = putPlainNumber(text, at, wire, to, 2);
        to += 2;
        break;
      case step.U32:
        at = putPlainNumber(text, at, wire, to, 4);
        to += 4;
        break;
      case step.TIME:
        at = putPlainTime(text, at, wire, to);
        to += 4;
        break;
      case step.TYPE: {
        const type = plainType(text, at);
        if (type < 0 || type === CLASS_IN) return -1;
        wire.setUint8(to, type >>> 8);
        wire.setUint8(to + 1, type);
        at = plainTypeEnd;
        to += 2;
        break;
      }
      case step.BASE64:
        at = putPlainBase64(text, at, wire, to);
        to = plainDigitsEnd;
        break;
      case step.HEX:
        at = putPlainHex(text, at, wire, to);
        to = plainDigitsEnd;
        break;
      case step.SALT:
        at = putPlainSalt(text, at, wire, to);
        to = plainDigitsEnd;
        break;
      case step.BASE32:
        at = putPlainBase32(text, at, wire, to);
        to = plainDigitsEnd;
        break;
      case step.TYPES:
        at = putPlainTypes(text, at, wire, to);
        to = plainTypesEnd;
        break;
      case step.TAG:
        at = putPlainTag(text, at, wire, to);
        to = plainStringEnd;
        break;
      case step.TEXT:
        at = putPlainText(text, at, wire, to);
        to = plainStringEnd;
        break;
      case step.STRING:
        at = putPlainString(text, at, wire, to);
        to = plainStringEnd;
        break;
      default:
        at = putPlainStrings(text, at, wire, to);
        to = plainStringEnd;
    }
    if (at < 0 || PLAIN_KINDS[text.getUint8(at)]! < BLANK) return -1;
    if (text.getUint8(at) !== LF || index < last) at = afterGap(text, at);
  }
  plainRdataEnd = to;
  return at;
}

/** Where the wire form of the data that was put last ends. */
export let plainRdataEnd = 0;

const SAFE_ROOM = 528; // octets: more than a name with an origin that it must not have, or any field of a fixed size
