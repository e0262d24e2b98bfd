import { type Address, printAddress } from "../address/address.ts";
import type { AliasState } from "../alias/alias-states.ts";
import { ownAddress } from "../ask/own-ports.ts";

/** What names with ALIAS answer at the time, as the server's pages tell it; undefined where they do not. Of very many the first ones. */
export async function askAliases(http: Address): Promise<readonly AliasState[] | undefined> {
  try {
    const url = `http://${printAddress(ownAddress(http))}/aliases`;
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return undefined;
    const { aliases } = (await response.json()) as { readonly aliases: readonly AliasState[] }; // our own page
    return aliases.slice(0, MOST);
  } catch {
    return undefined; // the questions over DNS tell how the server is
  }
}

const PATIENCE = 1_000; // milliseconds
const MOST = 100;
