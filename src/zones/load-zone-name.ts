import { Fault } from "../../dns/fault.ts";
import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import { whyNoName } from "../../dns/written-name.ts";
import { zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { toAscii } from "../source/idn.ts";

/** The origin that a file is named after (see `zonePath`), in lower case, or what is wrong with its name. */
export function zoneOrigin(written: string): Name | { rule: string; message: string; help: string } {
  const text = zoneNameOf(written);
  const fault = whyNoName(text, ROOT, "zone");
  if (fault !== undefined) {
    return { rule: fault.rule, message: `The file's name ${fault.message}`, help: HELP };
  }
  try {
    const name = parseName(toAscii(text));
    if (isName(name)) return keyOf(name);
    return { rule: name.rule, message: `The file is named after no zone: ${name.message}`, help: HELP };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const message = `The file is named after no zone: ${JSON.stringify(written)} ${error.message}`;
    return { rule: error.rule ?? "zone-name", message, help: HELP };
  }
}

const HELP =
  "Name it after the zone, as in example.com.yaml or 0%2F25.2.0.192.in-addr.arpa.yaml, or let its name begin with _ if it is none.";
