import { printBindPrivateKey } from "../../dns/signing/bind-private-key.ts";
import { printPem } from "../../dns/signing/key-files.ts";
import { keyName } from "../dnssec/judge-keys.ts";
import { registrarLines } from "../dnssec/registrar.ts";
import type { ZoneKey } from "../dnssec/zone-keys.ts";
import { WorldError } from "../files/world-error.ts";
import { createPrivately } from "../world/private-file.ts";
import type { World } from "../world.ts";
import { keptKeys, secretOf } from "./dnssec-key-folder.ts";
import type { Signing } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/** A key that goes elsewhere. */
export interface ExportOrder {
  readonly signing: Signing;
  /** Where the private half goes; undefined: the public half is printed. */
  readonly file: string | undefined;
  readonly keysFolder: string | undefined;
  readonly tag: number | undefined;
  readonly isPem: boolean;
}

/** Writes the private half of a key into a new file that nobody else may read, or prints its public half. */
export async function exportKey(order: ExportOrder, { files }: World): Promise<Printed> {
  const { signing, file, keysFolder, isPem } = order;
  const { origin } = signing;
  const key = chosenKey(order);
  if (file === undefined) return { text: `${registrarLines(origin, key).join("\n")}\n`, exitCode: 0 };
  if (keysFolder === undefined)
    throw new WorldError("Private halves come out of a folder alone: name the one that has it with --keys");
  const kept = secretOf(key, await keptKeys(keysFolder, files));
  if (kept === undefined) {
    throw new WorldError(
      `Cannot export key ${keyName(key)}: its private half is not in ${JSON.stringify(keysFolder)}`,
    );
  }
  await createPrivately(file, isPem ? printPem(kept.secret) : printBindPrivateKey(kept.secret));
  return { text: `The private half of key ${keyName(key)} is in ${JSON.stringify(file)}.\n`, exitCode: 0 };
}

function chosenKey({ signing, tag }: ExportOrder): ZoneKey {
  const own = (signing.keys?.keys ?? []).filter(
    (key) => key.state !== "foreign" && (tag === undefined || key.tag === tag),
  );
  const [key, other] = own;
  if (key !== undefined && other === undefined) return key;
  const all = (signing.keys?.keys ?? []).filter(({ state }) => state !== "foreign").map(keyName);
  throw new WorldError(
    all.length === 0
      ? `Cannot export a key: ${signing.name} has none`
      : `Cannot export a key: name one with --tag; ${signing.name} has ${all.join(" and ")}`,
  );
}
