import { createHash } from "node:crypto";
import { keyOf } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { ZoneConfig } from "../source/config.ts";

/** Everything that makes an image and how it runs. */
export interface DeploymentInputs {
  readonly zones: readonly (Zone & {
    readonly config: Pick<ZoneConfig, "journal">;
    /** Over its keys, made beforehand. */
    readonly keySignatures?: string;
  })[];
  /** The server's bundle. */
  readonly bundle: Uint8Array;
  /** It pins its base image by digest. */
  readonly dockerfile: Uint8Array;
  /** Each app with its `fly.toml`. */
  readonly apps: readonly { readonly app: string; readonly config: Uint8Array }[];
}

const SHA384 = 1;
/** The serial follows from the content and from what is published, as the journal does: neither has a part in the digest. */
const NO_SERIAL = 0;

/** Digest of all inputs, `sha256:` and hexadecimal: the same inputs need no new image and no release. */
export function inputsDigest({ zones, bundle, dockerfile, apps }: DeploymentInputs): string {
  const hash = createHash("sha256");
  const add = (label: string, octets: Uint8Array) =>
    hash.update(`${label} ${octets.length}\n`).update(octets);
  const inOrder = zones.toSorted((a, b) => (keyOf(a.origin) < keyOf(b.origin) ? -1 : 1));
  for (const zone of inOrder) {
    add("zone", Buffer.from(keyOf(zone.origin), "latin1"));
    add("content", Buffer.from(digestWithSerial(zone, NO_SERIAL, SHA384), "latin1"));
    const { versions, size } = zone.config.journal;
    add("journal", Buffer.from(`${versions} ${size}`));
    if (zone.keySignatures !== undefined) add("signatures over keys", Buffer.from(zone.keySignatures));
  }
  add("server", bundle);
  add("Dockerfile", dockerfile);
  for (const { app, config } of apps) add(`fly.toml of ${app}`, config);
  return `sha256:${hash.digest("hex")}`;
}

/** Digest of rendered zone files and journals, serials and all: `sha256:` and hexadecimal. */
export function zonesDigest(files: readonly { readonly name: string; readonly text: string }[]): string {
  const hash = createHash("sha256");
  for (const { name, text } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name} ${text.length}\n`).update(text, "latin1");
  }
  return `sha256:${hash.digest("hex")}`;
}
