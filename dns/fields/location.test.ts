import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { type Location, location } from "./location.ts";

/** The example of octoDNS' documentation. */
const PLACE: Location = {
  lat_degrees: 31,
  lat_minutes: 58,
  lat_seconds: 52.1,
  lat_direction: "S",
  long_degrees: 115,
  long_minutes: 49,
  long_seconds: 11.7,
  long_direction: "E",
  altitude: 20,
  size: 10,
  precision_horz: 10,
  precision_vert: 2,
};

test("octoDNS' mapping is the value", () => {
  expect(location.accept(PLACE)).toEqual(PLACE);
  expect(location.yaml(PLACE)).toEqual(PLACE);
  expect(location.print(PLACE)).toBe("31 58 52.100 S 115 49 11.700 E 20.00m 10m 10m 2m");
});

test("numbers may stand as text, as the loader hands them over", () => {
  const texts = Object.fromEntries(Object.entries(PLACE).map(([key, value]) => [key, String(value)]));
  expect(location.accept(texts)).toEqual(PLACE);
});

test("the equator and the prime meridian have one spelling", () => {
  const zero = {
    lat_degrees: 0,
    lat_minutes: 0,
    lat_seconds: 0,
    long_degrees: 0,
    long_minutes: 0,
    long_seconds: 0,
  };
  expect(location.accept({ ...PLACE, ...zero, lat_direction: "S", long_direction: "W" })).toMatchObject({
    lat_direction: "N",
    long_direction: "E",
  });
});

describe("refused at its place", () => {
  test.each([
    [{ lat_degrees: 91 }, 'lat_degrees is "91"; expected a whole number from 0 to 90', ["lat_degrees"]],
    [
      { lat_degrees: 90 },
      "lat_degrees is 90 and there are minutes or seconds; expected 90 degrees at most",
      ["lat_degrees"],
    ],
    [{ lat_seconds: 60 }, 'lat_seconds is "60"; expected seconds from 0 to 59.999', ["lat_seconds"]],
    [{ lat_seconds: 1.0001 }, 'lat_seconds is "1.0001"; expected seconds from 0 to 59.999', ["lat_seconds"]],
    [{ long_direction: "N" }, 'long_direction is "N"; expected E or W', ["long_direction"]],
    [
      { altitude: -100001 },
      'altitude is "-100001"; expected metres from -100000 to 42849672.95',
      ["altitude"],
    ],
    [{ altitude: "1e3" }, 'altitude is "1e3"; expected metres from -100000 to 42849672.95', ["altitude"]],
    [{ size: undefined }, "size is nothing; expected a single value", ["size"]],
    [{ size: [1] }, "size is a list; expected a single value", ["size"]],
    [
      { precision_horz: 35 },
      'precision_horz is "35"; expected one digit and zeros, which is all that the record holds',
      ["precision_horz"],
    ],
  ])("%j", (change, message, path) => {
    expect(faultOf(() => location.accept({ ...PLACE, ...change }))).toMatchObject({ message, path });
  });

  test("a key that is missing", () => {
    const { altitude: _, ...rest } = PLACE;
    expect(faultOf(() => location.accept(rest)).message).toBe("altitude is missing");
  });

  test("what is no mapping", () => {
    expect(faultOf(() => location.accept("52 N 4 E 0m")).message).toBe(
      "is no mapping; expected lat_degrees, lat_minutes and so on",
    );
  });

  test("the help names the lengths that the record can hold", () => {
    expect(faultOf(() => location.accept({ ...PLACE, size: 35 })).help).toBe("Write 30 or 40.");
    expect(faultOf(() => location.accept({ ...PLACE, size: 0.99 })).help).toBe("Write 0.9 or 1.");
  });
});
