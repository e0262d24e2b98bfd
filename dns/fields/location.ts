import { Fault } from "../fault.ts";
import type { Field, Schema } from "./field.ts";
import { type Place, placeOf, readPlace, takePlace, writePlace } from "./location-place.ts";
import { LOCATION_RULE, lengthOf } from "./location-units.ts";
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

const PROPERTIES: { readonly [key: string]: Schema } = {
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
};

/** The whole rdata of LOC, version 0 (RFC 1876 §2 and §3). */
export const location: Field<Location> = {
  schema: {
    type: "object",
    properties: PROPERTIES,
    required: Object.keys(PROPERTIES),
    additionalProperties: false,
  },
  accept: acceptLocation,
  yaml: (value) => ({ ...value }),
  print: printLocation,
  parse: (tokens, out) => writePlace(takePlace(tokens), out),
  write: (value, out) => {
    const texts = new Map(Object.entries(value).map(([key, part]) => [key, String(part)]));
    writePlace(
      placeOf((key) => texts.get(key)!),
      out,
    );
  },
  read: (wire) => locationOf(readPlace(wire)),
  extent: 16,
};

function acceptLocation(yaml: unknown): Location {
  if (typeof yaml !== "object" || yaml === null || Array.isArray(yaml)) {
    throw new Fault(
      "is no mapping; expected lat_degrees, lat_minutes and so on",
      "See LOC in docs/reference/record-types.md.",
    );
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

function notOneDigit(key: string, found: string, centimetres: number): Fault {
  const power = 10 ** (String(centimetres).length - 1);
  const below = (Math.floor(centimetres / power) * power) / 100;
  return new Fault(
    `${key} is ${JSON.stringify(found)}; expected one digit and zeros, which is all that the record holds`,
    `Write ${below} or ${below + power / 100}.`,
    LOCATION_RULE,
    [key],
  );
}
