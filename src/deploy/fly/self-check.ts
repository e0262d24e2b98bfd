import { isName, type Name, parseName } from "../../../dns/name.ts";
import { WorldError } from "../../files/world-error.ts";
import { items, member, readJson, text, textLike, unexpected, type Value, wholeNumber } from "./shape.ts";

/** Runs in our image on a machine and asks the server there over its own ports, by UDP and TCP. */
export const SELF_CHECK_COMMAND = "node /app/server.js self-check";

/** What a machine says of its own nameserver. */
export interface SelfCheck {
  readonly build: SelfCheckBuild;
  /** It can answer a zone with another serial than its image has; servers of before this was made cannot. */
  readonly renumbers: boolean;
  /** What its answers call it (NSID): `region/machine`. */
  readonly identity: string;
  /** Every zone is answered over both transports, with one content. */
  readonly healthy: boolean;
  readonly zones: readonly SelfCheckZone[];
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** What an image was made from; undefined for what it does not tell. */
export interface SelfCheckBuild {
  /** The commit of the zones, 40 hexadecimal digits. */
  readonly commit: string | undefined;
  /** Digest of all that went into the image: `sha256:…`. */
  readonly inputs: string | undefined;
  /** Digest of the zones in it: `sha256:…`. */
  readonly zones: string | undefined;
}

/** A zone as the server on a machine answers it. */
export interface SelfCheckZone {
  readonly name: Name;
  /** Undefined where no SOA was answered. */
  readonly serial: number | undefined;
  /** Of the ZONEMD with the serial of the SOA, in lower-case hexadecimal digits; undefined where there is none. */
  readonly digest: string | undefined;
  /** Answered with authority over UDP. */
  readonly udp: boolean;
  /** Answered with authority over TCP. */
  readonly tcp: boolean;
}

/** Reads the line that a self-check prints. Anything else is a fault: the machine may run somebody else's image. */
export function parseSelfCheck(stdout: string): SelfCheck | { readonly fault: string } {
  const line = stdout.trim();
  if (!line.startsWith("{")) {
    return {
      fault: `its self-check printed what we do not understand: ${line.slice(0, MAX_SENTENCE) || "nothing"}`,
    };
  }
  try {
    return readSelfCheck(readJson("self-check", line));
  } catch (error) {
    if (error instanceof WorldError) return { fault: error.message };
    throw error;
  }
}

const MAX_ZONES = 100_000;
const MAX_SENTENCE = 300; // characters; a machine can print what it likes
const MAX_PROBLEMS = 20;

function readSelfCheck(value: Value): SelfCheck {
  const version = member(value, "version");
  if (version.value !== 1) throw unexpected(version, "1");
  const zones = items(member(value, "zones"));
  if (zones.length > MAX_ZONES) throw unexpected(member(value, "zones"), `at most ${MAX_ZONES} zones`);
  const build = member(value, "build");
  return {
    build: {
      commit: optionalLike(member(build, "commit"), /^[0-9a-f]{40}$/),
      inputs: optionalLike(member(build, "inputs"), DIGEST),
      zones: optionalLike(member(build, "zones"), DIGEST),
    },
    renumbers: member(value, "renumbers").value === true,
    identity: text(member(value, "identity")).slice(0, MAX_SENTENCE),
    healthy: truth(member(value, "healthy")),
    zones: zones.map(readZone),
    problems: items(member(value, "problems"))
      .slice(0, MAX_PROBLEMS)
      .map((problem) => text(problem).slice(0, MAX_SENTENCE)),
  };
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

function readZone(zone: Value): SelfCheckZone {
  const serial = member(zone, "serial");
  return {
    name: readName(member(zone, "name")),
    serial: serial.value === undefined ? undefined : readSerial(serial),
    digest: optionalLike(member(zone, "digest"), /^[0-9a-f]{2,256}$/),
    udp: truth(member(zone, "udp")),
    tcp: truth(member(zone, "tcp")),
  };
}

/** A name that a machine printed. */
export function readName(value: Value): Name {
  const name = parseName(text(value));
  if (!isName(name)) throw unexpected(value, "the name of a zone");
  return name;
}

function readSerial(value: Value): number {
  const serial = wholeNumber(value);
  if (serial < 0 || serial > 0xffffffff) throw unexpected(value, "a serial"); // 32 bits (RFC 1982 §2)
  return serial;
}

function optionalLike(value: Value, pattern: RegExp): string | undefined {
  return value.value === undefined ? undefined : textLike(value, pattern, String(pattern));
}

function truth(value: Value): boolean {
  if (typeof value.value !== "boolean") throw unexpected(value, "true or false");
  return value.value;
}
