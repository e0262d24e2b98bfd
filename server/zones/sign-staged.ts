import type { FlatRecords } from "../../dns/flat-records.ts";
import { type Name, printName } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { addToSerial } from "../../dns/serial.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import { keySignaturesOf, lastSigned, presignedBy } from "../../dns/signing/key-signatures.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { whyUnsignable } from "../../dns/signing/unsignable.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { renumberZone } from "../tables/compile/renumber-zone.ts";
import { restageZone } from "../tables/compile/restage.ts";
import { addRecord, addZone, type StagedZone, type Staging } from "../tables/compile/staging.ts";
import { recordsOf, verifyZone } from "../tables/compile/verify-zone.ts";
import { journalOf, u32 } from "../tables/journals.ts";
import { isMadeBySigning, ZONEMD_SCHEME } from "./find-policy.ts";
import { signAsServed } from "./former-signatures.ts";
import type { LoadedZone, ServedZone } from "./loaded-zone.ts";
import { type SignedHere, windowFor, type ZoneSigning } from "./zone-signing.ts";

/** Zones are signed now. */
export type SigningNow = Extract<ZoneSigning, { kind: "now" }>;

/** Why a zone cannot be signed now, all at once; each problem stands at the policy. */
function faultsOfSigning(
  staging: Staging,
  zone: StagedZone,
  task: ToSign,
  signerOf: (key: PolicyKey) => Sign | undefined,
): Problem[] {
  const faults: Problem[] = [];
  const { origin, policy, place, keySignatures } = task;
  const { window } = task.signing;
  const { base, windows } = policy;
  const last = base + windows - 1;
  const add = (rule: string, message: string, help: string) =>
    faults.push({ ...place, severity: "error", rule, message, help });
  if (windowFor(policy, window) > last) {
    add(
      "windows-used-up",
      `The serials that are reserved for signatures of this zone have come to an end on ${dayOf(last + 1)}`,
      "Release the zone again: that reserves others.",
    );
  }
  const why = whyUnsignable(origin, recordsOf(staging, zone), policy);
  if (why !== undefined) {
    add("unsignable", `The zone cannot be signed: ${why}`, "Mend that, and render the zone again.");
    return faults;
  }
  const signing = policy.keys.filter(({ signs }) => signs !== "none");
  for (const key of signing) {
    if (signerOf(key) !== undefined) continue;
    if (key.signs === "keys" && keySignatures.length > 0) {
      add(
        "key-signatures-missing",
        `Key ${tagOf(key)} of ${printName(origin)} has not signed its keys for the week of ${dayOf(windowFor(policy, window))}, and its private half is not here`,
        "Run `zonepipe dnssec sign-keys` where the key is, and release the zone.",
      );
      continue;
    }
    add(
      "private-key-missing",
      `There is no private half here of ${printName(origin)}'s key ${tagOf(key)}, which signs ${WHAT[key.signs]}`,
      "Put it into the folder of --dnssec-keys, or set ZONEPIPE_DNSSEC_KEYS.",
    );
  }
  return faults;
}

/** A zone that was staged last as it is written, and is to be signed. */
interface ToSign {
  readonly origin: Name;
  readonly policy: SigningPolicy;
  readonly signing: SigningNow;
  /** What it answers in the window `policy.base`. */
  readonly serial: number;
  /** Where its policy stands. */
  readonly place: Position;
  /** See `LoadedZone`. */
  readonly keySignatures: readonly Octets[];
  /** The zone as it is served with signatures for the same window, and by which policy they were made. */
  readonly reuse?: { readonly served: ServedZone; readonly policy: SigningPolicy } | undefined;
}

/** How a zone was signed, and when its first signature ends, in seconds since 1970; nothing where it was not. */
type Signed = Pick<LoadedZone, "signed" | "soonestExpiry">;

/**
 * Gives the zone the serial of its window and adds what a signer makes. What is wrong is added to the problems, and then the zone
 * cannot be served.
 */
export function signStaged(staging: Staging, zone: StagedZone, task: ToSign, problems: Problem[]): Signed {
  const { policy, signing, serial, place } = task;
  const window = windowFor(policy, signing.window);
  const { signerOf, keysUntil } = withPresigned(task, window);
  const faults = faultsOfSigning(staging, zone, task, signerOf);
  problems.push(...faults);
  if (faults.length > 0) return { soonestExpiry: undefined };
  const began = performance.now();
  renumberZone(staging, zone, addToSerial(serial, window - policy.base));
  try {
    const made = signFlatZone({
      ...{ origin: zone.origin, records: recordsOf(staging, zone), policy, window, signerOf },
    });
    const { signatures, soonestExpiry } = addAll(staging, zone, made, place);
    const time = performance.now() - began;
    const signed = { policy, serial, window, signatures, time, by: signing.by, ...keysUntil };
    return { signed, soonestExpiry };
  } catch (error) {
    // One zone that cannot be signed, by a defect of ours, must not keep others from having signatures.
    const message = `The zone cannot be signed: ${error instanceof Error ? error.message : error}`;
    const help = "Look at its keys; this is a defect of the server where nothing is wrong with them.";
    problems.push({ ...place, severity: "error", rule: "signing-failed", message, help });
    return { soonestExpiry: undefined };
  }
}

/** Signs with the key, but for what is served with its signature already. */
function signerFor({ origin, signing, reuse }: ToSign, key: PolicyKey): Sign | undefined {
  const sign = signing.signerOf(key, origin);
  const isSame = (former: PolicyKey) =>
    former.algorithm === key.algorithm && former.publicKey === key.publicKey;
  const hasSigned = reuse?.policy.keys.some((former) => former.signs !== "none" && isSame(former));
  return sign !== undefined && reuse !== undefined && hasSigned ? signAsServed(sign, reuse.served) : sign;
}

/**
 * Signers of a zone in a window: signatures that were made beforehand come before those that could be made here, so that all
 * machines answer the same. Stand-ins stand for them, too.
 */
function withPresigned(task: ToSign, window: number) {
  const { policy, signing, keySignatures } = task;
  const made = keySignaturesOf(keySignatures);
  const lasts = new Map(
    policy.keys
      .filter(({ signs }) => signs === "keys" && signing.by !== "stand-ins")
      .map((key) => [key, lastSigned(made, key, window)] as const),
  );
  const known = [...lasts.values()].filter((last) => last !== undefined);
  return {
    signerOf: (key: PolicyKey) =>
      lasts.get(key) === undefined ? signerFor(task, key) : presignedBy(key, made),
    keysUntil: known.length === 0 ? {} : { keysUntil: Math.min(...known) },
  };
}

/**
 * Signs a zone that was read from its file. Where it is served with this content for this window already, what was made of it then
 * is taken: the same octets would come out.
 */
export function signWritten(
  staging: Staging,
  zone: StagedZone,
  task: ToSign &
    Pick<LoadedZone, "digest"> & {
      readonly served: ServedZone | undefined;
      readonly problems: Problem[];
    },
): Signed {
  const { digest, served, policy, signing, serial, problems } = task;
  const signed = served?.zone.signed;
  const window = windowFor(policy, signing.window);
  if (signed?.window !== window || signed.serial !== serial || served?.zone.digest !== digest) {
    const isOfWindow = served !== undefined && signed?.window === window && signed.by === signing.by;
    const reuse = isOfWindow ? { served, policy: signed.policy } : undefined;
    return signStaged(staging, zone, { ...task, reuse }, problems);
  }
  renumberZone(staging, zone, addToSerial(serial, window - policy.base));
  restageZone(staging, zone, served.tables, served.number, (record) => isMade(record, zone));
  staging.journals[zone.index] = journalOf(served.tables, served.number);
  return { signed, soonestExpiry: served.zone.soonestExpiry };
}

/**
 * Stages a zone out of tables from which it is served, with new signatures: for a window that has turned. Its file is not looked at.
 * Where it cannot be signed, problems say why.
 */
export function signAgain(
  staging: Staging,
  { zone: served, tables, number }: ServedZone,
  { policy, serial }: SignedHere,
  signing: SigningNow,
  problems: Problem[],
): LoadedZone {
  const { origin } = served;
  const file = served.files[0]!;
  const place = { file, line: 1, column: 1 };
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  restageZone(staging, zone, tables, number, (record) => !isMade(record, zone));
  const before = problems.length;
  if (served.zonemd === "verified") verifyZone(staging, zone, problems);
  if (problems.length > before) return served;
  const { keySignatures = [] } = served;
  const task = { origin, policy, signing, serial, place, keySignatures };
  const again = signStaged(staging, zone, task, problems);
  return { ...served, ...again, records: zone.records };
}

/** A record that only a signer makes. */
export function isMade({ type, wire, rdataStart, ownerLength }: RecordView, { origin }: StagedZone): boolean {
  return isMadeBySigning(type, wire[rdataStart + ZONEMD_SCHEME]!, ownerLength === origin.length);
}

const view: RecordView = {
  ...{ wire: new Uint8Array(256 + 65535), ownerLength: 0, rdataStart: 0, rdataEnd: 0 },
  ...{ type: 0, ttl: 0, line: 1, column: 1, file: "" },
};

function addAll(
  staging: Staging,
  zone: StagedZone,
  records: FlatRecords,
  { line, column }: Position,
): { readonly signatures: number; readonly soonestExpiry: number | undefined } {
  const { count, names, owners, types, ttls, rdata, starts } = records;
  const { wire } = view;
  let signatures = 0;
  let soonestExpiry: number | undefined;
  view.file = zone.file;
  view.line = line;
  view.column = column;
  for (let record = 0; record < count; record++) {
    const owner = owners[record]!;
    let length = 0;
    while (names[owner + length] !== 0) length += 1 + names[owner + length]!;
    length += 1;
    for (let at = 0; at < length; at++) wire[at] = names[owner + at]!;
    const start = starts[record]!;
    const size = starts[record + 1]! - start;
    wire.set(rdata.subarray(start, start + size), length);
    view.ownerLength = length;
    view.rdataStart = length;
    view.rdataEnd = length + size;
    view.type = types[record]!;
    view.ttl = ttls[record]!;
    if (!addRecord(staging, zone, view)) throw new Error("Cannot add a record outside of the zone");
    if (view.type !== RRSIG) continue;
    signatures += 1;
    const expiry = u32(rdata, start + EXPIRATION);
    if (soonestExpiry === undefined || expiry < soonestExpiry) soonestExpiry = expiry;
  }
  return { signatures, soonestExpiry };
}

const EXPIRATION = 8; // where an RRSIG says when it ends (RFC 4034 §3.1)
const WHAT = { none: "nothing", all: "all of it", keys: "its keys", zone: "all but its keys" };

function dayOf(window: number): string {
  return new Date(windowStart(window) * 1000).toISOString().slice(0, 10);
}
