import { keyOf, type Name, printName } from "../../dns/name.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { ShownDigest } from "../serial/shown.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import type { SurveyedMachine } from "./survey.ts";

/** A zone as an image has it. */
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
}

/**
 * The zones of an image: what a machine that runs it answers, else what its commit has. By the zone's name; undefined
 * where neither is known.
 */
export async function contentOf(
  { image, commit }: Pick<EarlierMachine, "image" | "commit">,
  surveyed: readonly SurveyedMachine[],
  history: Pick<History, "zonesAt">,
): Promise<ReadonlyMap<string, ImageZone> | undefined> {
  const base = commit === undefined ? undefined : await history.zonesAt(commit);
  const sources = [...(base?.zones.values() ?? [])].filter((zone) => zone !== undefined);
  const running = surveyed.find(
    ({ machine, check }) => machine.image?.pinned === image && !("fault" in check),
  );
  if (running === undefined || "fault" in running.check) {
    if (base === undefined || base.isBroken) return undefined;
    return byName(sources.map((source) => zoneOf(source.origin, source, undefined, image)));
  }
  return byName(
    running.check.zones.flatMap(({ name }) => {
      const [shown] = shownByMachines([running], name);
      if (shown?.kind !== "serial") return [];
      const source = sources.find(({ origin }) => keyOf(origin) === keyOf(name));
      return [zoneOf(name, source, shown, image)];
    }),
  );
}

function byName(zones: readonly ImageZone[]): ReadonlyMap<string, ImageZone> {
  return new Map(zones.map((zone) => [printName(keyOf(zone.name)), zone]));
}

function zoneOf(name: Name, source: Zone | undefined, shown: ImageZone["shown"], image: string): ImageZone {
  const isKnown =
    source !== undefined &&
    (shown?.digest === undefined ||
      digestWithSerial(source, shown.serial, shown.digest.algorithm) === shown.digest.digest);
  if (!isKnown) {
    return {
      ...{ name, shown, key: image, isSigned: false },
      digestWith: (serial, algorithm) =>
        serial === shown?.serial && algorithm === shown.digest?.algorithm ? shown.digest.digest : undefined,
    };
  }
  return {
    ...{ name, shown },
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
