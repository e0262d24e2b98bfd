import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";
import { keyStatesOn, withNewestKeys } from "../dnssec/newest-keys.ts";
import { policyIn } from "../dnssec/policy.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Shown, ShownDigest } from "../serial/shown.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import type { SurveyedMachine } from "./survey.ts";

/** A zone as an image has it, with the newest state of its keys. */
export interface ImageZone {
  readonly name: Name;
  /** Its digest with a serial; of what is in no commit that is known here, only that which was shown. */
  readonly digestWith: (serial: number, algorithm: ZonemdAlgorithm) => Octets | undefined;
  /** The same for the same content, wherever that is known, else for the same image. */
  readonly key: string;
  /** With which serial a machine that runs the image answers it now. */
  readonly shown: { readonly serial: number; readonly digest?: ShownDigest } | undefined;
  /** Somebody signed its SOA, so that it cannot get another serial here. */
  readonly isSigned: boolean;
  /** The keys that our nameservers sign it with; undefined where they do not. */
  readonly policy: SigningPolicy | undefined;
}

/**
 * The zones of an image: what a machine that runs it answers, else what its commit has. By the zone's name; undefined
 * where neither is known.
 *
 * @param states of keys, which hold in place of older ones: an image that is brought back has them
 */
export async function contentOf(
  { image, commit }: Pick<EarlierMachine, "image" | "commit">,
  surveyed: readonly SurveyedMachine[],
  history: Pick<History, "zonesAt">,
  states: KeyStates,
): Promise<ReadonlyMap<string, ImageZone> | undefined> {
  const base = commit === undefined ? undefined : await history.zonesAt(commit);
  const sources = [...(base?.zones.values() ?? [])].filter((zone) => zone !== undefined);
  const running = surveyed.find(
    ({ machine, check }) => machine.image?.pinned === image && !("fault" in check),
  );
  if (running === undefined || "fault" in running.check) {
    if (base === undefined || base.isBroken) return undefined;
    return byName(sources.map((source) => zoneOf(source.origin, source, undefined, image, states)));
  }
  return byName(
    running.check.zones.flatMap(({ name }) => {
      const [shown] = shownByMachines([running], name);
      if (shown?.kind !== "serial") return [];
      const source = sources.find(({ origin }) => keyOf(origin) === keyOf(name));
      const { id, env } = running.machine;
      const asNow = source && withNewestKeys(source, keyStatesOn(id, env));
      return [zoneOf(name, asNow, shown, image, states)];
    }),
  );
}

function byName(zones: readonly ImageZone[]): ReadonlyMap<string, ImageZone> {
  return new Map(zones.map((zone) => [printName(keyOf(zone.name)), zone]));
}

function zoneOf(
  name: Name,
  asNow: Zone | undefined,
  shown: Extract<Shown, { readonly kind: "serial" }> | undefined,
  image: string,
  states: KeyStates,
): ImageZone {
  const isKnown =
    asNow !== undefined &&
    (shown?.digest === undefined ||
      digestWithSerial(asNow, shown.serial, shown.digest.algorithm) === shown.digest.digest);
  if (!isKnown) {
    // With newer keys it will be something else than it is.
    const policy = shown?.signed === undefined ? undefined : states.get(keyOf(name));
    const last = policy === undefined ? shown : undefined;
    return {
      ...{ name, shown, key: image, isSigned: false, policy },
      digestWith: (serial, algorithm) =>
        serial === last?.serial && algorithm === last.digest?.algorithm ? last.digest.digest : undefined,
    };
  }
  const source = withNewestKeys(asNow, states);
  return {
    ...{ name, shown, policy: policyIn(source) },
    key: digestWithSerial(source, 0, SHA384),
    digestWith: (serial, algorithm) => digestWithSerial(source, serial, algorithm),
    isSigned: isSoaSigned(source),
  };
}

const SHA384: ZonemdAlgorithm = 1;

/** A signature over the SOA stands in the zone (RFC 4034 §3.1.1: the type that it covers comes first). */
function isSoaSigned({ origin, records }: Zone): boolean {
  return records.some(
    ({ owner, type, rdata }) =>
      type === RRSIG && keyOf(owner) === keyOf(origin) && rdata.startsWith(String.fromCharCode(0, SOA)),
  );
}
