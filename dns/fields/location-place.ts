import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import {
  type Axis,
  altitudeOf,
  angleOf,
  BASE_ALTITUDE,
  LATITUDE,
  LONGITUDE,
  lengthOf,
  octetOf,
  outOfRange,
} from "./location-units.ts";

/** A place in the units of the wire. */
export interface Place {
  /** Thousandths of a second of arc, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** Centimetres above the spheroid. */
  readonly altitude: number;
  /** One digit times a power of ten, in centimetres, as an octet. */
  readonly size: number;
  readonly horizontal: number;
  readonly vertical: number;
}

/** The place whose parts are these texts, by octoDNS' names. */
export function placeOf(text: (key: string) => string): Place {
  return {
    latitude: angleOf(LATITUDE, text),
    longitude: angleOf(LONGITUDE, text),
    altitude: altitudeOf(text("altitude")),
    size: octetOf(lengthOf(text("size"), "size")),
    horizontal: octetOf(lengthOf(text("precision_horz"), "precision_horz")),
    vertical: octetOf(lengthOf(text("precision_vert"), "precision_vert")),
  };
}

/** Takes the presentation form of RFC 1876 §3: minutes, seconds, sizes and the m of metres may be left out. */
export function takePlace(tokens: Tokens): Place {
  const latitude = takeAngle(tokens, LATITUDE);
  const longitude = takeAngle(tokens, LONGITUDE);
  tokens.take("an altitude in metres");
  const altitude = altitudeOf(withoutUnit(tokens.text));
  return {
    latitude,
    longitude,
    altitude,
    size: octetOf(takeLength(tokens, "size", 100)),
    horizontal: octetOf(takeLength(tokens, "precision_horz", 1_000_000)),
    vertical: octetOf(takeLength(tokens, "precision_vert", 1_000)),
  };
}

function takeAngle(tokens: Tokens, axis: Axis): number {
  const { prefix, positive, negative } = axis;
  const parts: string[] = [];
  let direction = "";
  while (direction === "") {
    const part = PARTS[parts.length];
    const letter = `${positive} or ${negative}`;
    tokens.take(
      parts.length === 0 ? `${prefix}_degrees` : part === undefined ? letter : `${part}, or ${letter}`,
    );
    const text = tokens.text;
    if (parts.length === 3 || (parts.length > 0 && /^[a-z]/i.test(text))) direction = text;
    else parts.push(text);
  }
  return angleOf(axis, (key) => {
    const part = key.slice(prefix.length + 1);
    return part === "direction" ? direction : (parts[PARTS.indexOf(part)] ?? "0");
  });
}

const PARTS = ["degrees", "minutes", "seconds"];

function takeLength(tokens: Tokens, key: string, missing: number): number {
  if (tokens.left === 0) return missing;
  tokens.take("a length in metres");
  return lengthOf(withoutUnit(tokens.text), key);
}

function withoutUnit(text: string): string {
  return text.replace(/m$/i, "");
}

const ZERO_ANGLE = 2 ** 31; // the equator and the prime meridian (RFC 1876 §2)

/** Writes the sixteen octets of version 0 (RFC 1876 §2). */
export function writePlace(place: Place, out: Writer): void {
  out.u8(0); // version
  out.u8(place.size);
  out.u8(place.horizontal);
  out.u8(place.vertical);
  out.u32(ZERO_ANGLE + place.latitude);
  out.u32(ZERO_ANGLE + place.longitude);
  out.u32(BASE_ALTITUDE + place.altitude);
}

/** Reads them. */
export function readPlace(wire: Reader): Place {
  const version = wire.u8();
  if (version !== 0)
    throw new Fault(`has version ${version}; expected 0`, "Only version 0 is defined (RFC 1876 §2).");
  return {
    size: readLength(wire, "size"),
    horizontal: readLength(wire, "precision_horz"),
    vertical: readLength(wire, "precision_vert"),
    latitude: readAngle(wire, LATITUDE),
    longitude: readAngle(wire, LONGITUDE),
    altitude: wire.u32() - BASE_ALTITUDE,
  };
}

function readLength(wire: Reader, key: string): number {
  const octet = wire.u8();
  const digit = octet >>> 4;
  const power = octet & 15;
  if (digit <= 9 && power <= 9 && (digit > 0 || power === 0)) return octet;
  throw outOfRange(key, `${digit}e${power}`, "a digit and a power of ten, each from 0 to 9");
}

function readAngle(wire: Reader, axis: Axis): number {
  const angle = wire.u32() - ZERO_ANGLE;
  if (Math.abs(angle) <= axis.degrees * 3_600_000) return angle;
  throw outOfRange(`${axis.prefix}_degrees`, String(angle / 3_600_000), `${axis.degrees} at most`);
}
