import { keyOf } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { DNSKEY } from "../../dns/type-numbers.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { judgeKeys, keyName } from "../dnssec/judge-keys.ts";
import { keyOfHalf, keyOfSecret, newZoneKeys } from "../dnssec/make-keys.ts";
import { DEFAULT_KEYS, type KeyRole, tagOf, type ZoneKey, type ZoneKeys } from "../dnssec/zone-keys.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { keepKey, keptKeys, readPrivateKey, readPublicHalf, secretOf } from "./dnssec-key-folder.ts";
import { type Signing, writeSigning } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/** A key that comes from elsewhere. */
export interface ImportOrder {
  readonly signing: Signing;
  readonly file: string | undefined;
  readonly keysFolder: string | undefined;
  /** The file has another provider's DNSKEY records, whose private halves stay there. */
  readonly isPublic: boolean;
  /** The file has the public half of a key of ours, whose private half stays where it is. */
  readonly isElsewhere?: boolean;
  readonly role: KeyRole;
}

/**
 * Brings keys in: a private key of the zone, which waits until every nameserver has answered it (or signs at once where the zone
 * has no other), or the public keys of another provider, who answers for the zone as well.
 */
export async function importKey(order: ImportOrder, world: World): Promise<Printed> {
  const { signing, file, isPublic } = order;
  const { name, path, keys } = signing;
  if (file === undefined) {
    throw new WorldError(
      "Name the file of the key, as in: zonepipe dnssec import-key example.com Kexample.com.+013+12345.private",
    );
  }
  const now = world.now().getTime() / 1000;
  const come = isPublic
    ? await foreignKeys(order, file, now, world)
    : [await ownKey(order, file, now, world)];
  const fresh = come.filter(
    ({ publicKey }) => keys?.keys.every((key) => key.publicKey !== publicKey) ?? true,
  );
  if (fresh.length === 0)
    return {
      text: `${name} has ${come.map(keyName).join(" and ")} already; nothing was changed.\n`,
      exitCode: 0,
    };
  const zone = withKeys(keys, fresh, now);
  const fault = judgeKeys(zone).find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new WorldError(`Cannot import the key: ${fault.message}. ${fault.help}`);
  await writeSigning(signing, zone, world);
  const lines = fresh.map((key) => `  ${key.role} ${keyName(key)}: ${key.state}`);
  return {
    text: `${[`${name} has from its next release on:`, ...lines, `Written: ${JSON.stringify(path)}.`].join("\n")}\n`,
    exitCode: 0,
  };
}

function withKeys(zone: ZoneKeys | undefined, fresh: readonly ZoneKey[], now: number): ZoneKeys {
  if (zone === undefined) return newZoneKeys(fresh, DEFAULT_KEYS.denial, now);
  const { counter, keys } = zone;
  return {
    ...zone,
    counter: counter + 1,
    base: Math.max(zone.base, windowOf(now)),
    keys: [...keys, ...fresh],
  };
}

async function ownKey(
  { signing, keysFolder, role, isElsewhere }: ImportOrder,
  file: string,
  now: number,
  { files }: World,
): Promise<ZoneKey> {
  const state = signing.keys === undefined ? "active" : "published";
  if (isElsewhere) return keyOfHalf(await readPublicHalf(file, files), role, state, now);
  const secret = await readPrivateKey(file, files);
  const whole = keyOfSecret(secret, role, state, now);
  const isKept =
    keysFolder !== undefined && secretOf(whole.key, await keptKeys(keysFolder, files)) !== undefined;
  if (keysFolder !== undefined && !isKept) await keepKey(keysFolder, signing.origin, whole, DEFAULT_KEYS.ttl);
  return whole.key;
}

async function foreignKeys(
  { signing }: ImportOrder,
  file: string,
  now: number,
  { files }: World,
): Promise<ZoneKey[]> {
  if (signing.keys === undefined) {
    throw new WorldError(
      `Cannot import another provider's key: ${signing.name} is not signed here; begin with \`zonepipe dnssec enable ${signing.name}\``,
    );
  }
  const { records, problems } = parseZoneFile({
    file,
    bytes: await files.read(file),
    origin: signing.origin,
    defaultTtl: DEFAULT_KEYS.ttl,
  });
  const found = records.flatMap(({ owner, type, rdata }): ZoneKey[] => {
    if (type !== DNSKEY || keyOf(owner) !== keyOf(signing.origin)) return [];
    const data = decode(DNSKEY, rdata);
    if (data.type !== "DNSKEY" || (data.flags !== 256 && data.flags !== 257)) return [];
    const half = {
      role: data.flags === 256 ? "zsk" : "ksk",
      algorithm: data.algorithm,
      publicKey: data.public_key,
    } as const;
    return [{ ...half, tag: tagOf(half), state: "foreign", since: Math.floor(now), ds: "absent" }];
  });
  if (problems.length === 0 && found.length > 0) return found;
  const why = problems[0] === undefined ? "" : ` (line ${problems[0].line} cannot be read)`; // its text may be a secret
  throw new WorldError(
    `Cannot import a key: ${JSON.stringify(file)} has no DNSKEY record of ${signing.name}${why}; expected lines as \`dig ${signing.name} DNSKEY\` prints them`,
  );
}
