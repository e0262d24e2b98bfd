import { Fault } from "../fault.ts";
import { trimEndOf } from "../trim-end.ts";

/** The latitude or the longitude of LOC. */
export interface Axis {
  readonly prefix: "lat" | "long";
  readonly degrees: number;
  readonly positive: string;
  readonly negative: string;
}

/** From the equator. */
export const LATITUDE: Axis = { prefix: "lat", degrees: 90, positive: "N", negative: "S" };

/** From the prime meridian. */
export const LONGITUDE: Axis = { prefix: "long", degrees: 180, positive: "E", negative: "W" };

/** What is 0 for altitudes on the wire, in centimetres: 100,000 m below the spheroid (RFC 1876 §2). */
export const BASE_ALTITUDE = 10_000_000;

/** Id of the rule for places. */
export const LOCATION_RULE = "loc-ranges";

/** The fault of a part of a place. */
export function outOfRange(key: string, found: string, expected: string): Fault {
  return new Fault(
    `${key} is ${JSON.stringify(found)}; expected ${expected}`,
    "Write a value in that range.",
    LOCATION_RULE,
    [key],
  );
}

const MAX_ALTITUDE = 0xffffffff - BASE_ALTITUDE;
const MAX_LENGTH = 9_000_000_000; // centimetres: 9e9 is the largest digit and power of ten

/** Thousandths of a second of arc, from the parts as text; north and east are positive. */
export function angleOf(axis: Axis, text: (key: string) => string): number {
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
      LOCATION_RULE,
      [`${prefix}_degrees`],
    );
  }
  const direction = text(`${prefix}_direction`);
  if (direction.toUpperCase() === positive) return angle;
  if (direction.toUpperCase() === negative) return angle === 0 ? 0 : -angle;
  throw outOfRange(`${prefix}_direction`, direction, `${positive} or ${negative}`);
}

/** Centimetres above the spheroid, from metres as text. */
export function altitudeOf(text: string): number {
  const centimetres = decimal(text, 2);
  if (centimetres !== undefined && centimetres >= -BASE_ALTITUDE && centimetres <= MAX_ALTITUDE)
    return centimetres;
  throw outOfRange("altitude", text, "metres from -100000 to 42849672.95");
}

/** Centimetres, from metres as text. */
export function lengthOf(text: string, key: string): number {
  const centimetres = decimal(text, 2);
  if (centimetres !== undefined && centimetres >= 0 && centimetres <= MAX_LENGTH) return centimetres;
  throw outOfRange(key, text, "metres from 0 to 90000000");
}

/**
 * The octet of a length: its first digit, and the power of ten that stands for the others (RFC 1876 §2). Digits
 * after the first are dropped, as the code in RFC 1876 Appendix A does; what comes from YAML has none.
 */
export function octetOf(centimetres: number): number {
  const digits = String(centimetres);
  return (Number(digits[0]) << 4) | (centimetres === 0 ? 0 : digits.length - 1);
}

/** The whole number of units of `10 ** -digits` that a decimal text stands for; undefined when it is none. */
function decimal(text: string, digits: number): number | undefined {
  const parts = /^(-?)([0-9]{1,10})(?:\.([0-9]+))?$/.exec(text);
  if (parts === null) return undefined;
  const fraction = trimEndOf(parts[3] ?? "", "0");
  if (fraction.length > digits) return undefined;
  const value = Number(parts[2] + fraction.padEnd(digits, "0"));
  return parts[1] === "-" && value !== 0 ? -value : value;
}
