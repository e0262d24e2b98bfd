import { isName, type Name, parseName } from "../../../dns/name.ts";
import type { Octets } from "../../../dns/wire.ts";
import { lastReserved } from "../../dnssec/served-serial.ts";
import { WorldError } from "../../files/world-error.ts";
import { readAliases, type SelfCheckAlias } from "./self-check-aliases.ts";
import { items, member, readJson, text, textLike, unexpected, type Value, wholeNumber } from "./shape.ts";

/** Runs in our image on a machine and asks the server there over its own ports, by UDP and TCP. */
export const SELF_CHECK_COMMAND = "node /app/server.js self-check";

/** What a machine says of its own nameserver. */
export interface SelfCheck {
  readonly build: SelfCheckBuild;
  /** It can answer a zone with another serial than its image has; servers of before this was made cannot. */
  readonly renumbers: boolean;
  /** It can sign a zone with newer keys than its image has; servers of before this was made cannot. */
  readonly takesKeyStates: boolean;
  /** Private keys that it has, by their public halves; undefined where it does not tell. */
  readonly keys: readonly PublicHalf[] | undefined;
  /** What its answers call it (NSID): `region/machine`. */
  readonly identity: string;
  /** Every zone is answered over both transports, with one content. */
  readonly healthy: boolean;
  readonly zones: readonly SelfCheckZone[];
  /** Of names with ALIAS what they answer; none where it does not tell. */
  readonly aliases?: readonly SelfCheckAlias[];
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** The public half of a key. */
export interface PublicHalf {
  /** DNSSEC algorithm number. */
  readonly algorithm: number;
  /** As in DNSKEY's rdata. */
  readonly publicKey: Octets;
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
  /**
   * Undefined where no SOA was answered. Of a zone that it signs that of its file, or of ZONEPIPE_SERIALS: it is the same in every
   * window (see `servedSerial`).
   */
  readonly serial: number | undefined;
  /**
   * Of the ZONEMD with the serial of the SOA, in lower-case hexadecimal digits; undefined where there is none. Of a zone that it
   * signs that of what is written.
   */
  readonly digest: string | undefined;
  /** How it signs the zone; left out where it does not. */
  readonly signed?: SelfCheckSigned;
  /** Answered with authority over UDP. */
  readonly udp: boolean;
  /** Answered with authority over TCP. */
  readonly tcp: boolean;
}

/** How a machine signs a zone. */
export interface SelfCheckSigned {
  /** Of the state of its keys. */
  readonly counter: number;
  /** For which window its signatures are, and the serial that it answers in it. */
  readonly window: number;
  readonly served: number;
  /** The greatest serial that its release reserves. */
  readonly last: number;
  /** The last window for which a key that is elsewhere has signed the keys beforehand; left out where none has. */
  readonly presigned?: number;
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
    takesKeyStates: member(value, "takesKeyStates").value === true,
    keys: readKeys(member(value, "keys")),
    identity: text(member(value, "identity")).slice(0, MAX_SENTENCE),
    healthy: truth(member(value, "healthy")),
    zones: zones.map(readZone),
    ...aliasesIn(member(value, "aliases")),
    problems: items(member(value, "problems"))
      .slice(0, MAX_PROBLEMS)
      .map((problem) => text(problem).slice(0, MAX_SENTENCE)),
  };
}

function aliasesIn(value: Value): Pick<SelfCheck, "aliases"> {
  const aliases = readAliases(value);
  return aliases.length === 0 ? {} : { aliases };
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

function readKeys(keys: Value): PublicHalf[] | undefined {
  if (keys.value === undefined) return undefined;
  return items(keys)
    .slice(0, MAX_ZONES)
    .map((key) => ({
      algorithm: wholeNumber(member(key, "algorithm")),
      publicKey: Buffer.from(text(member(key, "publicKey")), "base64").toString("latin1"),
    }));
}

function readZone(zone: Value): SelfCheckZone {
  const serial = member(zone, "serial");
  const served = serial.value === undefined ? undefined : readSerial(serial);
  const signed = member(zone, "signed");
  const isSigned = signed.value !== undefined && served !== undefined;
  const first = isSigned ? readSerial(member(signed, "first")) : served;
  return {
    name: readName(member(zone, "name")),
    serial: first,
    digest: optionalLike(member(zone, isSigned ? "content" : "digest"), /^[0-9a-f]{2,256}$/),
    ...(isSigned && {
      signed: {
        ...{ counter: wholeNumber(member(signed, "counter")), window: wholeNumber(member(signed, "window")) },
        served,
        last: lastReserved(first!, { base: 0, windows: wholeNumber(member(signed, "windows")) }), // it is a number
        ...presignedIn(member(signed, "presigned")),
      },
    }),
    udp: truth(member(zone, "udp")),
    tcp: truth(member(zone, "tcp")),
  };
}

function presignedIn(window: Value): Pick<SelfCheckSigned, "presigned"> {
  return window.value === undefined ? {} : { presigned: wholeNumber(window) };
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
