import { MAX_SERIAL } from "../../dns/serial.ts";
import type { DeploymentRecord } from "../deploy/ledger.ts";
import { isObjectId } from "../files/object-id.ts";
import type { MachineBefore } from "../report/deployment.ts";

const MOST_ZONES = 20_000;
const MOST_MACHINES = 1_000;
const MOST_OF_A_RANGE = 100_000; // serials for one zone and release
const MOST_TEXT = 300; // characters; a name of 255 octets may be longer in presentation form, but no zone's is

/**
 * The record in a deployment's payload; undefined when the payload has not the form that we write. Who may deploy may
 * write any payload, so nothing in it is taken on trust.
 */
export function readRecord(payload: unknown): DeploymentRecord | undefined {
  const record = typeof payload === "string" ? parseJson(payload) : payload;
  if (!isObject(record)) return undefined;
  const { version, commit, inputs, floors, reserved, back, before, published } = record;
  const isRecord =
    version === 1 &&
    isText(commit) &&
    isObjectId(commit) &&
    isText(inputs) &&
    /^sha256:[0-9a-f]{64}$/.test(inputs) &&
    isFloors(floors) &&
    (reserved === undefined || isRanges(reserved)) &&
    (back === undefined || isBack(back)) &&
    Array.isArray(before) &&
    before.length <= MOST_MACHINES &&
    before.every(isMachineBefore);
  if (!isRecord) return undefined;
  return {
    ...{ version, commit, inputs, floors, before },
    ...(reserved === undefined ? {} : { reserved }),
    ...(back === undefined ? {} : { back }),
    ...(isPublished(published) && { published }),
  };
}

/** What is of another form is as if it were not there: without it a secondary takes the whole zone. */
function isPublished(value: unknown): value is NonNullable<DeploymentRecord["published"]> {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_ZONES &&
    entries.every(([zone, version]) => isText(zone) && isObject(version) && isVersion(version))
  );
}

function isVersion({ serial, digest }: { readonly [key: string]: unknown }): boolean {
  return isSerial(serial) && typeof digest === "string" && /^[0-9a-f]{32}$/.test(digest);
}

function isFloors(value: unknown): value is DeploymentRecord["floors"] {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MOST_ZONES && entries.every(([zone, serial]) => isText(zone) && isSerial(serial));
}

function isRanges(value: unknown): value is NonNullable<DeploymentRecord["reserved"]> {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_ZONES &&
    entries.every(
      ([zone, range]) =>
        isText(zone) && Array.isArray(range) && range.length === 2 && isSerial(range[0]) && isCount(range[1]),
    )
  );
}

function isBack(value: unknown): value is NonNullable<DeploymentRecord["back"]> {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_MACHINES && entries.every(([image, zones]) => isText(image) && isFloors(zones))
  );
}

function isCount(value: unknown): boolean {
  return isSerial(value) && Number(value) >= 1 && Number(value) <= MOST_OF_A_RANGE;
}

function isSerial(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_SERIAL;
}

function isMachineBefore(value: unknown): value is MachineBefore {
  if (!isObject(value)) return false;
  const { app, machine, region, image, commit } = value;
  return (
    [app, machine, region, image].every(isText) && (commit === null || (isText(commit) && isObjectId(commit)))
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_TEXT;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
