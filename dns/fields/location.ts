import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/** A place on Earth under octoDNS' names; lengths are in metres, altitude above the WGS 84 spheroid. */
export interface Location {
  readonly lat_degrees: number;
  readonly lat_minutes: number;
  readonly lat_seconds: number;
  readonly lat_direction: "N" | "S";
  readonly long_degrees: number;
  readonly long_minutes: number;
  readonly long_seconds: number;
  readonly long_direction: "E" | "W";
  readonly altitude: number;
  /** Diameter of a sphere that encloses the thing. */
  readonly size: number;
  readonly precision_horz: number;
  readonly precision_vert: number;
}

/** The whole rdata of LOC, version 0 (RFC 1876 §2 and §3). */
export const location: Field<Location> = {
  schema: {
    type: "object",
    properties: {
      lat_degrees: { type: "integer", minimum: 0, maximum: 90 },
      lat_minutes: { type: "integer", minimum: 0, maximum: 59 },
      lat_seconds: { type: "number", minimum: 0, maximum: 59.999 },
      lat_direction: { type: "string", enum: ["N", "S"] },
      long_degrees: { type: "integer", minimum: 0, maximum: 180 },
      long_minutes: { type: "integer", minimum: 0, maximum: 59 },
      long_seconds: { type: "number", minimum: 0, maximum: 59.999 },
      long_direction: { type: "string", enum: ["E", "W"] },
      altitude: { type: "number", minimum: -100000, maximum: 42849672.95, description: "Metres" },
      size: { type: "number", minimum: 0, maximum: 90000000, description: "Diameter in metres" },
      precision_horz: { type: "number", minimum: 0, maximum: 90000000, description: "Metres" },
      precision_vert: { type: "number", minimum: 0, maximum: 90000000, description: "Metres" },
    },
    required: [
      "lat_degrees",
      "lat_minutes",
      "lat_seconds",
      "lat_direction",
      "long_degrees",
      "long_minutes",
      "long_seconds",
      "long_direction",
      "altitude",
      "size",
      "precision_horz",
      "precision_vert",
    ],
    additionalProperties: false,
  },
  accept: acceptLocation,
  yaml: (value) => ({ ...value }),
  print: printLocation,
  parse: (tokens, out) => writePlace(takePlace(tokens), out),
  write: (value, out) =>
    writePlace(
      placeOf((key) => String(value[key])),
      out,
    ),
  read: (wire) => locationOf(readPlace(wire)),
  extent: 16,
};

/** The same in the units of the wire. */
interface Place {
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

interface Axis {
  readonly prefix: "lat" | "long";
  readonly degrees: number;
  readonly positive: string;
  readonly negative: string;
}

const LATITUDE: Axis = { prefix: "lat", degrees: 90, positive: "N", negative: "S" };
const LONGITUDE: Axis = { prefix: "long", degrees: 180, positive: "E", negative: "W" };

const ZERO_ANGLE = 2 ** 31; // the equator and the prime meridian (RFC 1876 §2)
const BASE_ALTITUDE = 10_000_000; // centimetres: altitudes count from 100,000 m below (RFC 1876 §2)
const MAX_ALTITUDE = 0xffffffff - BASE_ALTITUDE;
const MAX_LENGTH = 9_000_000_000; // centimetres: 9e9 is the largest digit and power of ten
const RULE = "loc-ranges";

function acceptLocation(yaml: unknown): Location {
  if (typeof yaml !== "object" || yaml === null || Array.isArray(yaml)) {
    throw new Fault("is no mapping; expected lat_degrees, lat_minutes and so on", "See the README for LOC.");
  }
  const given = new Map(Object.entries(yaml));
  const text = (key: string): string => {
    if (given.has(key)) return scalarOf(key, given.get(key));
    throw new Fault(`${key} is missing`, `Write \`${key}\` too.`, undefined, [key]);
  };
  const place = placeOf(text);
  const value = locationOf(place);
  for (const key of ["size", "precision_horz", "precision_vert"] as const) {
    const meant = lengthOf(text(key), key);
    if (Math.round(value[key] * 100) !== meant) throw notOneDigit(key, text(key), meant);
  }
  return value;
}

function scalarOf(key: string, yaml: unknown): string {
  try {
    return scalarText(yaml);
  } catch (error) {
    throw error instanceof Fault
      ? new Fault(`${key} ${error.message}`, error.help, error.rule, [key])
      : error;
  }
}

function placeOf(text: (key: keyof Location) => string): Place {
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
function takePlace(tokens: Tokens): Place {
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

function takeLength(tokens: Tokens, key: keyof Location, missing: number): number {
  if (tokens.left === 0) return missing;
  tokens.take("a length in metres");
  return lengthOf(withoutUnit(tokens.text), key);
}

function withoutUnit(text: string): string {
  return text.replace(/m$/i, "");
}

function angleOf(axis: Axis, text: (key: keyof Location) => string): number {
  const { prefix, positive, negative } = axis;
  const part = (name: "degrees" | "minutes" | "seconds", max: number, digits: number): number => {
    const key = `${prefix}_${name}` as const;
    const value = decimal(text(key), digits);
    if (value !== undefined && value >= 0 && value <= max * 10 ** digits) return value;
    throw outOfRange(
      key,
      text(key),
      digits === 0 ? `a whole number from 0 to ${max}` : `seconds from 0 to ${max}`,
    );
  };
  const angle =
    part("degrees", axis.degrees, 0) * 3_600_000 +
    part("minutes", 59, 0) * 60_000 +
    part("seconds", 59.999, 3);
  if (angle > axis.degrees * 3_600_000) {
    throw new Fault(
      `${prefix}_degrees is ${axis.degrees} and there are minutes or seconds; expected ${axis.degrees} degrees at most`,
      "Write 0 for the minutes and seconds.",
      RULE,
      [`${prefix}_degrees`],
    );
  }
  const direction = text(`${prefix}_direction`);
  if (direction.toUpperCase() === positive) return angle;
  if (direction.toUpperCase() === negative) return angle === 0 ? 0 : -angle;
  throw outOfRange(`${prefix}_direction`, direction, `${positive} or ${negative}`);
}

function altitudeOf(text: string): number {
  const centimetres = decimal(text, 2);
  if (centimetres !== undefined && centimetres >= -BASE_ALTITUDE && centimetres <= MAX_ALTITUDE)
    return centimetres;
  throw outOfRange("altitude", text, "metres from -100000 to 42849672.95");
}

/** Centimetres. */
function lengthOf(text: string, key: keyof Location): number {
  const centimetres = decimal(text, 2);
  if (centimetres !== undefined && centimetres >= 0 && centimetres <= MAX_LENGTH) return centimetres;
  throw outOfRange(key, text, "metres from 0 to 90000000");
}

/**
 * The octet of a length: its first digit, and the power of ten that stands for the others (RFC 1876 §2). Digits
 * after the first are dropped, as the code in RFC 1876 Appendix A does; what comes from YAML has none.
 */
function octetOf(centimetres: number): number {
  const digits = String(centimetres);
  return (Number(digits[0]) << 4) | (centimetres === 0 ? 0 : digits.length - 1);
}

/** The whole number of units of `10 ** -digits` that a decimal text stands for; undefined when it is none. */
function decimal(text: string, digits: number): number | undefined {
  const parts = /^(-?)([0-9]{1,10})(?:\.([0-9]+))?$/.exec(text);
  if (parts === null) return undefined;
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return undefined;
  const value = Number(parts[2] + fraction.padEnd(digits, "0"));
  return parts[1] === "-" && value !== 0 ? -value : value;
}

function writePlace(place: Place, out: Writer): void {
  out.u8(0); // version
  out.u8(place.size);
  out.u8(place.horizontal);
  out.u8(place.vertical);
  out.u32(ZERO_ANGLE + place.latitude);
  out.u32(ZERO_ANGLE + place.longitude);
  out.u32(BASE_ALTITUDE + place.altitude);
}

function readPlace(wire: Reader): Place {
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

function readLength(wire: Reader, key: keyof Location): number {
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

function locationOf(place: Place): Location {
  const latitude = Math.abs(place.latitude);
  const longitude = Math.abs(place.longitude);
  return {
    lat_degrees: Math.floor(latitude / 3_600_000),
    lat_minutes: Math.floor(latitude / 60_000) % 60,
    lat_seconds: (latitude % 60_000) / 1000,
    lat_direction: place.latitude < 0 ? "S" : "N",
    long_degrees: Math.floor(longitude / 3_600_000),
    long_minutes: Math.floor(longitude / 60_000) % 60,
    long_seconds: (longitude % 60_000) / 1000,
    long_direction: place.longitude < 0 ? "W" : "E",
    altitude: place.altitude / 100,
    size: metresOf(place.size),
    precision_horz: metresOf(place.horizontal),
    precision_vert: metresOf(place.vertical),
  };
}

function metresOf(octet: number): number {
  return ((octet >>> 4) * 10 ** (octet & 15)) / 100;
}

function printLocation(value: Location): string {
  const seconds = (of: number) => of.toFixed(3);
  return [
    `${value.lat_degrees} ${value.lat_minutes} ${seconds(value.lat_seconds)} ${value.lat_direction}`,
    `${value.long_degrees} ${value.long_minutes} ${seconds(value.long_seconds)} ${value.long_direction}`,
    `${value.altitude.toFixed(2)}m ${value.size}m ${value.precision_horz}m ${value.precision_vert}m`,
  ].join(" ");
}

function outOfRange(key: string, found: string, expected: string): Fault {
  return new Fault(
    `${key} is ${JSON.stringify(found)}; expected ${expected}`,
    "Write a value in that range.",
    RULE,
    [key],
  );
}

function notOneDigit(key: string, found: string, centimetres: number): Fault {
  const power = 10 ** (String(centimetres).length - 1);
  const below = (Math.floor(centimetres / power) * power) / 100;
  return new Fault(
    `${key} is ${JSON.stringify(found)}; expected one digit and zeros, which is all that the record holds`,
    `Write ${below} or ${below + power / 100}.`,
    RULE,
    [key],
  );
}
