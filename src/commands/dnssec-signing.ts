import { keyOf, type Name, printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { readKeySignatures } from "../../dns/signing/key-signature-file.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneKeys } from "../dnssec/zone-keys.ts";
import { joinPath } from "../files/join-path.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { keysIn, withZone } from "../zones/keys/edit-keys.ts";
import { load } from "../zones/load.ts";

/** A zone, and how `_keys.yaml` has it signed. */
export interface Signing {
  readonly origin: Name;
  /** Without its final dot, as people write it. */
  readonly name: string;
  /** The path of `_keys.yaml`, whether it is there or not. */
  readonly path: string;
  /** Undefined where there is no such file. */
  readonly text: string | undefined;
  /** Undefined: the zone is not signed. */
  readonly keys: ZoneKeys | undefined;
  /** RRSIG data that keys made beforehand which are on no machine; none where they are. */
  readonly keySignatures?: readonly Octets[];
}

/**
 * Reads how a zone is signed.
 *
 * @throws WorldError where there is no such zone, or `_keys.yaml` is not in order
 */
export async function readSigning(
  folder: string,
  origin: Name,
  { files }: Pick<World, "files">,
): Promise<Signing> {
  const name = printName(origin).slice(0, -1);
  const sources = await load(folder, files);
  if (!sources.zones.some((zone) => keyOf(zone.origin) === keyOf(origin))) {
    throw new WorldError(
      `There is no zone ${JSON.stringify(name)} in ${JSON.stringify(folder)}; name one that has a file there`,
    );
  }
  const path = joinPath(folder, "_keys.yaml");
  const text = sources.keys?.source?.text;
  if (sources.keys !== undefined && text === undefined)
    throw new WorldError(`Cannot read ${JSON.stringify(path)}; \`zonepipe check\` says why`);
  const zones = text === undefined ? new Map<Name, ZoneKeys>() : keysIn(text);
  if ("message" in zones) {
    throw new WorldError(`Cannot go by the keys: ${printProblem({ ...zones, file: path })}`);
  }
  const signatures = sources.keySignatures?.get(keyOf(origin))?.source;
  const keySignatures =
    signatures === undefined
      ? []
      : readKeySignatures(signatures.file, Buffer.from(signatures.text), origin).rrsigs;
  return { origin, name, path, text, keys: zones.get(keyOf(origin)), keySignatures };
}

/** Writes another state of the zone's keys; undefined: the zone is no longer signed. */
export async function writeSigning(
  { origin, path, text }: Signing,
  keys: ZoneKeys | undefined,
  { output }: Pick<World, "output">,
): Promise<void> {
  await output.write(path, withZone(text, origin, keys));
}
