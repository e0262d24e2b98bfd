import { Fault } from "../../dns/fault.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { readTsigKeys } from "../tsig/read-keys.ts";

/** The TSIG keys in a file. What keeps it from being read is told without any secret. */
export async function readKeyFile(path: string, files: Files): Promise<TsigKey[]> {
  try {
    return readTsigKeys(Buffer.from(await files.read(path)).toString("utf8"));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new WorldError(`Cannot read the keys: ${JSON.stringify(path)} ${error.message}. ${error.help}`);
  }
}
