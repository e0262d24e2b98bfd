import { isName, keyOf, parseName } from "../../dns/name.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { TSIG_KEYS } from "../../dns/tsig/variables.ts";
import { type AddressBlock, parseAddressBlocks } from "../address/address-block.ts";
import type { Environment, UsageError } from "./usage.ts";

/** Who may have zones. */
export interface TransferSettings {
  /** Names of keys, in wire form and lower case, one character for each octet. */
  readonly keys: readonly string[];
  readonly blocks: readonly AddressBlock[];
}

/** The flags that say so. */
export interface TransferFlags {
  readonly "allow-transfer"?: string[] | undefined;
}

/**
 * Who may have zones, as the flags say, else the environment; undefined where neither names anybody. A name of a key is one
 * of those that there are.
 */
export function readTransferSettings(
  flags: TransferFlags,
  environment: Environment,
  known: readonly TsigKey[],
): TransferSettings | undefined | UsageError {
  const given = flags["allow-transfer"];
  const [source, texts] =
    given === undefined
      ? [ALLOW_TRANSFER, (environment[ALLOW_TRANSFER] ?? "").split(/[\s,]/)]
      : ["--allow-transfer", given];
  const keys: string[] = [];
  const blocks: AddressBlock[] = [];
  for (const text of texts.map((part) => part.trim())) {
    if (text === "" && given === undefined) continue;
    const block = LIKE_A_BLOCK.test(text) ? parseAddressBlocks(text) : [];
    const name = parseName(text.endsWith(".") ? text : `${text}.`);
    if ("wrong" in block || (block.length === 0 && (text === "" || !isName(name)))) {
      return {
        error: `${source} is "${text}"; expected the name of a key, or a block of addresses such as 192.0.2.0/24`,
      };
    }
    if (block.length > 0) blocks.push(...block);
    else if (isName(name)) keys.push(keyOf(name));
    if (keys.length > 0 && !known.some((key) => key.name === keys.at(-1))) {
      return { error: `${source} is "${text}"; there is no such key in ${TSIG_KEYS} or --tsig-keys` };
    }
  }
  return keys.length + blocks.length === 0 ? undefined : { keys, blocks };
}

/** The environment variable, with commas or spaces between. */
const ALLOW_TRANSFER = "DNS_ALLOW_TRANSFER";

/** What has a colon, a slash, or nothing but digits and dots is meant as an address. */
const LIKE_A_BLOCK = /[:/]|^[0-9.]+$/;
