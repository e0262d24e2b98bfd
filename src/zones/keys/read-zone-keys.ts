import { Fault } from "../../../dns/fault.ts";
import { octetsOfBase64 } from "../../../dns/fields/base64.ts";
import type { Octets } from "../../../dns/wire.ts";
import { SIGNING_ALGORITHMS, signingAlgorithm, whyRefused } from "../../dnssec/algorithms.ts";
import {
  CDS_MODES,
  DEFAULT_KEYS,
  DENIALS,
  DS_STATES,
  KEY_ROLES,
  KEY_STATES,
  type ZoneKey,
  type ZoneKeys,
} from "../../dnssec/zone-keys.ts";
import { meaning } from "../../source/suggest.ts";
import { oneOf, readBoolean, readCount } from "../config/settings.ts";
import { readTtl } from "../octodns/ttl.ts";
import type { Report } from "../octodns/zone-reading.ts";
import { describe, entryOf, isNull, type Mapping, type Placed, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { MOST_COUNTED, MOST_WINDOWS } from "./keys-schema.ts";

/** The keys of a zone, and where each of them stands. */
export interface ReadZoneKeys {
  readonly keys: ZoneKeys;
  /** By the index of the key. */
  readonly places: readonly Placed[];
}

/**
 * Reads what stands under a zone in `_keys.yaml`; undefined where something of it is refused. What the shape refuses is
 * told by its check.
 */
export function readZoneKeys(node: YamlNode, report: Report): ReadZoneKeys | undefined {
  if (node.kind !== "mapping") return undefined;
  const counter = read(node, "counter", (at) => atLeast(1, at, MOST_COUNTED, "counter", report));
  const base = read(node, "base", (at) => readCount(at, MOST_COUNTED, "base", report));
  const windows = read(
    node,
    "windows",
    (at) => atLeast(2, at, MOST_WINDOWS, "windows", report),
    DEFAULT_KEYS.windows,
  );
  const denial = read(node, "denial", (at) => oneOf(DENIALS, at, "denial", report), DEFAULT_KEYS.denial);
  const ttl = read(
    node,
    "ttl",
    (at) => (at.kind === "scalar" ? readTtl(at, "ttl", report) : undefined),
    DEFAULT_KEYS.ttl,
  );
  const cds = read(node, "cds", (at) => oneOf(CDS_MODES, at, "cds", report), DEFAULT_KEYS.cds);
  const csync = read(node, "csync", (at) => readBoolean(at, "csync", report), DEFAULT_KEYS.csync);
  const bootstrap = read(node, "bootstrap", (at) => readBoolean(at, "bootstrap", report), false);
  const list = entryOf(node, "keys");
  const items = list?.kind === "sequence" ? list.items : [];
  const keys = items.map((item) => readKey(item, report));
  if (
    counter === undefined ||
    base === undefined ||
    windows === undefined ||
    denial === undefined ||
    ttl === undefined ||
    cds === undefined ||
    csync === undefined ||
    bootstrap === undefined ||
    keys.length === 0
  )
    return undefined;
  const whole = keys.filter((key) => key !== undefined);
  if (whole.length < keys.length) return undefined;
  const asked = bootstrap ? ({ bootstrap } as const) : {};
  return {
    keys: { counter, base, windows, denial, ttl, cds, csync, ...asked, keys: whole },
    places: items,
  };
}

function readKey(node: YamlNode, report: Report): ZoneKey | undefined {
  if (node.kind !== "mapping") return undefined;
  const tag = read(node, "tag", (at) => readCount(at, 65_535, "tag", report));
  const algorithm = read(node, "algorithm", (at) => readAlgorithm(at, report));
  const role = read(node, "role", (at) => oneOf(KEY_ROLES, at, "role", report));
  const state = read(node, "state", (at) => oneOf(KEY_STATES, at, "state", report));
  const since = read(node, "since", (at) => readTime(at, report));
  const ds = read(node, "ds", (at) => oneOf(DS_STATES, at, "ds", report), "absent" as const);
  const publicKey = read(node, "public", (at) => readPublic(at, report));
  if (
    tag === undefined ||
    algorithm === undefined ||
    role === undefined ||
    state === undefined ||
    since === undefined ||
    ds === undefined ||
    publicKey === undefined
  )
    return undefined;
  return { tag, algorithm, role, state, since, ds, publicKey };
}

/** What stands under a key, or what holds where nothing does. */
function read<Value>(
  mapping: Mapping,
  key: string,
  take: (node: YamlNode) => Value | undefined,
  otherwise?: Value,
): Value | undefined {
  const node = entryOf(mapping, key);
  if (node === undefined) return otherwise;
  return isNull(node) ? undefined : take(node); // the shape tells of a key with nothing behind it
}

function atLeast(
  least: number,
  node: YamlNode,
  most: number,
  what: string,
  report: Report,
): number | undefined {
  const count = readCount(node, most, what, report);
  if (count === undefined || count >= least) return count;
  report(
    problemAt(node, {
      rule: "config-value",
      message: `${what} is ${count}; expected ${least} at least`,
      help: `Write ${least} or more.`,
    }),
  );
  return undefined;
}

function readAlgorithm(node: YamlNode, report: Report): number | undefined {
  if (node.kind !== "scalar") return undefined;
  const known = signingAlgorithm(node.text);
  if (known !== undefined) return known;
  const names = SIGNING_ALGORITHMS;
  const why = whyRefused(node.text);
  report(
    problemAt(node, {
      rule: "key-algorithm",
      message: `algorithm is ${describe(node)}${why === undefined ? `; expected one of ${names.join(", ")}` : `: ${why}`}`,
      ...(why === undefined
        ? meaning(node.text, names)
        : { help: "Make a key of ECDSAP256SHA256, which all validators know." }),
      source: "RFC 9904",
    }),
  );
  return undefined;
}

/** Seconds since 1970. */
function readTime(node: YamlNode, report: Report): number | undefined {
  if (node.kind !== "scalar") return undefined;
  const milliseconds = TIME.test(node.text) ? Date.parse(node.text) : Number.NaN;
  // A day that the month does not have is taken for one of the next month.
  if (
    !Number.isNaN(milliseconds) &&
    new Date(milliseconds).toISOString() === node.text.replace("Z", ".000Z")
  ) {
    return milliseconds / 1000;
  }
  report(
    problemAt(node, {
      rule: "config-value",
      message: `since is ${describe(node)}; expected a time in UTC`,
      help: "Write it as in 2026-11-30T12:00:00Z.",
    }),
  );
  return undefined;
}

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** What is no Base64 is not shown: it may be a private key that somebody took for the public one. */
function readPublic(node: YamlNode, report: Report): Octets | undefined {
  if (node.kind !== "scalar") return undefined;
  try {
    return octetsOfBase64(node.text.replace(/[ \t\r\n]+/g, ""));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report(
      problemAt(node, {
        rule: "config-value",
        message: "public is no Base64; expected the public key as DNSKEY has it",
        help: "Copy the whole value again, with the = at its end where it has one.",
      }),
    );
    return undefined;
  }
}
