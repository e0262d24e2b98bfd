import { childOf, type Name, ROOT } from "../../dns/name.ts";
import { keyName, printTsigKey, type TsigKey } from "../../dns/tsig/key.ts";

/** What a secondary may be called: it becomes a part of its keys' names and of variables. */
export const SECONDARY_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** A key of a secondary; the second one is for a roll-over. */
export interface SecondaryKey {
  readonly secondary: string;
  /** From 1 on. */
  readonly number: number;
}

/** The key's name, `NAME-1`: both nameservers have to call it so. */
export function nameOfKey({ secondary, number }: SecondaryKey): Name {
  return childOf(`${secondary}-${number}`, ROOT);
}

/**
 * The variable that has the key on the machines. Each has one of its own: Fly.io gives no secret back, so nobody could add a
 * key to those that stand in one variable.
 */
export function variableOf({ secondary, number }: SecondaryKey): string {
  return `${PREFIX}${secondary.toUpperCase().replaceAll("-", "_")}_${number}`;
}

const PREFIX = "ZONEPIPE_TSIG_KEYS_";

/** The key that a variable has; undefined where it has none of a secondary. */
export function keyOfVariable(variable: string): SecondaryKey | undefined {
  const found = /^([A-Z0-9](?:[A-Z0-9_]{0,38}[A-Z0-9])?)_([1-9][0-9]{0,4})$/.exec(
    variable.startsWith(PREFIX) ? variable.slice(PREFIX.length) : "",
  );
  if (found === null) return undefined;
  return { secondary: found[1]!.toLowerCase().replaceAll("_", "-"), number: Number(found[2]) };
}

/** A new key with a secret of as many octets as the hash has (RFC 2104 §3). */
export function makeKey(key: SecondaryKey, random: (octets: number) => Uint8Array): TsigKey {
  return { name: nameOfKey(key), algorithm: "hmac-sha256", secret: random(SECRET) };
}

const SECRET = 32;

/** The key as BIND, NSD's and Knot's converters and dig read it. */
export function printKeyClause(key: TsigKey): string {
  const secret = Buffer.from(key.secret).toString("base64");
  return `key "${keyName(key.name)}" {\n  algorithm ${key.algorithm};\n  secret "${secret}";\n};\n`;
}

/** The variable and what it holds. */
export function secretOf(key: SecondaryKey, made: TsigKey): ReadonlyMap<string, string> {
  return new Map([[variableOf(key), printTsigKey(made)]]);
}
