import { keyOf, type Name } from "../../dns/name.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";
import type { Shown, ShownDigest } from "../serial/shown.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What every machine shows of a zone. A machine that could not be asked is silent: it may hold any serial. */
export function shownByMachines(surveyed: readonly SurveyedMachine[], origin: Name): Shown[] {
  return surveyed.map(({ app, machine, check }) => {
    const by = `machine ${machine.id} of ${app} (${machine.region})`;
    if ("fault" in check) return { by, kind: "silent", reason: check.fault };
    const zone = check.zones.find((each) => keyOf(each.name) === keyOf(origin));
    if (zone === undefined) return { by, kind: "absent" };
    if (zone.serial === undefined) return { by, kind: "silent", reason: "it answers no SOA" };
    const digest = zone.digest === undefined ? undefined : shownDigest(zone.digest);
    const { serial, signed } = zone;
    return {
      ...{ by, kind: "serial", serial },
      ...(signed && {
        signed: { answers: { serial: signed.served, window: signed.window }, last: signed.last },
      }),
      ...(digest === undefined ? {} : { digest }),
    };
  });
}

/** Octets of a digest by its algorithm (RFC 8976 §5.3). */
const ALGORITHMS = new Map<number, ZonemdAlgorithm>([
  [48, 1],
  [64, 2],
]);

function shownDigest(hex: string): ShownDigest | undefined {
  const digest = Buffer.from(hex, "hex").toString("latin1");
  const algorithm = ALGORITHMS.get(digest.length);
  return algorithm === undefined ? undefined : { algorithm, digest };
}
