import { isName, keyOf, type Name, parseName } from "../../../dns/name.ts";
import { toAscii } from "../../source/idn.ts";

/** The zone that a setting names, by its key; undefined where it is no name. */
export function zoneName(text: string): Name | undefined {
  try {
    const name = parseName(toAscii(text.endsWith(".") ? text : `${text}.`));
    return isName(name) ? keyOf(name) : undefined;
  } catch {
    return undefined; // no internationalized name: reported as a zone that does not exist
  }
}
