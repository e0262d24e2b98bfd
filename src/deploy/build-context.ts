import { join } from "node:path";
import { keySignatureFileOf } from "../../dns/signing/key-signature-file.ts";
import type { JournaledZone } from "../journal/journal-files.ts";
import { addressesFileName, zoneFileName } from "../render/render-zone.ts";
import type { Output } from "../world.ts";
import { zonesDigest } from "./inputs-digest.ts";

/** What goes into an image. */
export interface ImageParts {
  readonly rendered: readonly JournaledZone[];
  /** The server's bundle. */
  readonly bundle: string;
  readonly dockerfile: string;
  readonly commit: string;
  /** Digest of the inputs. */
  readonly inputs: string;
  /** When it is built: a server whose clock is before that signs for the week of then. It has no part in what makes an image another. */
  readonly time: Date;
}

/** A folder from which the image is built, and what it is called by. */
export interface BuildContext {
  readonly folder: string;
  readonly dockerfile: string;
  /** The tag: the same inputs with the same serials have the same. */
  readonly label: string;
  readonly buildArgs: { readonly [name: string]: string };
}

/** Writes everything that the image is built of into a folder: nothing else of the repository gets into it. */
export async function writeBuildContext(
  { rendered, bundle, dockerfile, commit, inputs, time }: ImageParts,
  folder: string,
  output: Output,
): Promise<BuildContext> {
  const files = rendered.flatMap(({ origin, text, keySignatures, journal }) => [
    { name: zoneFileName(origin), text },
    ...(keySignatures === undefined
      ? []
      : [{ name: keySignatureFileOf(zoneFileName(origin)), text: keySignatures }]),
    ...journal,
  ]);
  const zones = zonesDigest(files);
  // Addresses of ALIAS targets change by themselves: they have no part in what makes an image another.
  const addresses = rendered.flatMap(({ origin, addresses: text }) =>
    text === undefined ? [] : [{ name: addressesFileName(origin), text }],
  );
  for (const { name, text } of [...files, ...addresses])
    await output.write(join(folder, "zones", name), text, "latin1");
  await output.write(join(folder, "server.js"), bundle);
  await output.write(join(folder, "Dockerfile"), dockerfile);
  const build = { commit, inputs, zones, time: Math.floor(time.getTime() / 1_000) };
  await output.write(join(folder, "build.json"), `${JSON.stringify(build)}\n`);
  return {
    folder,
    dockerfile: join(folder, "Dockerfile"),
    label: `zonepipe-${hexOf(inputs)}-${hexOf(zones)}`,
    buildArgs: { COMMIT: commit, INPUTS_DIGEST: inputs, ZONES_DIGEST: zones },
  };
}

/** The beginning of a digest. */
function hexOf(digest: string): string {
  return digest.slice("sha256:".length).slice(0, 16);
}
