import { BlockList } from "node:net";
import { ipVersion } from "./ip-version.ts";

/** Addresses that begin with the same bits, as `172.16.0.0/12` says it (RFC 4632 §3.1). */
export interface AddressBlock {
  readonly network: string;
  /** How many bits. */
  readonly prefix: number;
}

/** Reads blocks with commas between; an address alone is a block, and `none` is no block. Gives the wrong one as text. */
export function parseAddressBlocks(text: string): readonly AddressBlock[] | { readonly wrong: string } {
  if (text.trim() === "none") return [];
  const blocks: AddressBlock[] = [];
  for (const part of text.split(",")) {
    const block = parseAddressBlock(part.trim());
    if (block === undefined) return { wrong: part.trim() };
    blocks.push(block);
  }
  return blocks;
}

/** Tells whether an address in words, as node:net gives it, lies in one of the blocks. */
export function inAnyOf(blocks: readonly AddressBlock[]): (address: string) => boolean {
  let list: BlockList | undefined; // most are never asked
  return (address) => {
    list ??= listOf(blocks);
    const plain = address.split("%", 1)[0]!; // a zone (RFC 4007 §11) is no part of it
    return list.check(plain, familyOf(plain));
  };
}

function listOf(blocks: readonly AddressBlock[]): BlockList {
  const list = new BlockList();
  for (const { network, prefix } of blocks) list.addSubnet(network, prefix, familyOf(network));
  return list;
}

function parseAddressBlock(text: string): AddressBlock | undefined {
  const match = /^([0-9a-fA-F:.]+)(?:\/([0-9]{1,3}))?$/.exec(text);
  const network = match?.[1] ?? "";
  const bits = { 0: undefined, 4: 32, 6: 128 }[ipVersion(network)];
  if (bits === undefined) return undefined;
  const prefix = Number(match?.[2] ?? bits);
  return prefix <= bits ? { network, prefix } : undefined;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}
