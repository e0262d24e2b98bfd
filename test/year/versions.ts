import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeMessage, type Message } from "../../dns/message.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import type { Respond } from "../../server/answer/respond.ts";
import { makeSigners } from "../../server/signing/signers.ts";
import { readServedZone } from "../../server/tables/compile/restage.ts";
import { load } from "../../server/zones/load.ts";
import { policyRecord } from "../../src/dnssec/policy.ts";
import type { ZoneKeys } from "../../src/dnssec/zone-keys.ts";
import { renderZone } from "../../src/render/render-zone.ts";
import { exchange, queryOf } from "../serve-text.ts";
import { respondFrom } from "../transfer/take-transfer.ts";
import type { YearKeys } from "./year-keys.ts";

/** What the pipeline releases: records, keys and the serial of the file. */
export interface Release {
  readonly id: number;
  readonly zone: Zone;
  readonly keys: ZoneKeys | undefined;
  readonly serial: number;
  /** When it was built, in seconds since 1970: no machine signs for a window before that. */
  readonly built: number;
}

/** A release as a machine of ours serves it in a window. */
export interface Version {
  /** The same for the same octets. */
  readonly id: string;
  readonly release: Release;
  readonly window: number;
  /** Served: 0 where the zone is SERVFAIL. */
  readonly serial: number;
  readonly records: readonly ZoneRecord[];
  readonly respond: Respond;
}

/** Makes versions by the server's own loading and signing; the same one only once. */
export interface VersionMaker {
  readonly make: (release: Release, window: number, hasKeys?: boolean) => Version;
  /** The manifest of a release's zones, as the server takes it. */
  readonly manifestOf: (release: Release) => string;
  readonly close: () => void;
}

/** See `VersionMaker`. The zones' files stand in a folder until it is closed. */
export async function makeVersions(keys: YearKeys): Promise<VersionMaker> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-year-"));
  const all = Object.values(keys).map((key: YearKeys[keyof YearKeys]) => key.private);
  const signers = await makeSigners({ keys: all, isShape: false });
  const known = new Map<string, Version>();
  const manifests = new Map<number, string>();
  const manifestOf = (release: Release): string => {
    const path = manifests.get(release.id) ?? writeRelease(folder, release);
    manifests.set(release.id, path);
    return path;
  };
  const make = (release: Release, window: number, hasKeys: boolean): Version => {
    const path = manifestOf(release);
    const { signerOf, by } = signers;
    const signed = load(path, undefined, undefined, {
      ...{ kind: "now", window, by },
      signerOf: hasKeys ? signerOf : () => undefined,
    });
    if (hasKeys === signed.problems.length > 0) throw new Error(signed.problems.map(printProblem).join("\n"));
    // As the server does: until it has signed, and then for as long as it cannot, the zone is SERVFAIL.
    const result = hasKeys ? signed : load(path);
    if (result.kind !== "loaded") throw new Error(`${path} is not loaded`);
    const { tables, pending } = result.loaded;
    const records: ZoneRecord[] = [];
    if (pending.length === 0) {
      readServedZone(tables, 0, ({ wire, ownerLength, type, ttl, rdataStart, rdataEnd }) => {
        const owner = octetsOf(wire, 0, ownerLength) as Name; // names in tables are whole
        records.push({ owner, type, ttl, rdata: octetsOf(wire, rdataStart, rdataEnd) });
      });
    }
    const hash = createHash("sha256");
    for (const { owner, type, ttl, rdata } of records)
      hash.update(`${keyOf(owner)} ${type} ${ttl} ${rdata}\n`);
    return {
      id: records.length === 0 ? "SERVFAIL" : hash.digest("hex").slice(0, 16),
      ...{ release, window, records },
      serial: serialOf(records),
      respond: respondFrom(tables),
    };
  };
  return {
    manifestOf,
    make: (release, window, hasKeys = true) => {
      // Not signed, it is the same in all windows.
      const key = `${release.id} ${release.keys === undefined ? "" : Math.max(window, release.keys.base)} ${hasKeys}`;
      const found = known.get(key) ?? make(release, window, hasKeys);
      known.set(key, found);
      return found;
    },
    close: () => {
      signers.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What it answers to "name TYPE" with DO over TCP. */
export function askVersion({ respond }: Version, question: string): Message {
  const octets = exchange(respond, queryOf(question, { do: true }), true);
  const message = octets === undefined ? { fault: "silence" } : decodeMessage(octets);
  if ("fault" in message) throw new Error(message.fault);
  return message;
}

function writeRelease(folder: string, { id, zone, keys, serial }: Release): string {
  const { origin } = zone;
  const records = keys === undefined ? zone.records : [...zone.records, policyRecord({ origin }, keys)];
  const file = join(folder, `${id}.zone`);
  writeFileSync(file, renderZone({ origin, records }, serial).text, "latin1");
  const manifest = join(folder, `${id}.json`);
  writeFileSync(manifest, JSON.stringify({ [printName(origin)]: file }));
  return manifest;
}

function serialOf(records: readonly ZoneRecord[]): number {
  const soa = records.find(({ type }) => type === SOA);
  return soa === undefined ? 0 : Buffer.from(soa.rdata, "latin1").readUInt32BE(soa.rdata.length - 20);
}
