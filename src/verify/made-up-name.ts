import { createHash } from "node:crypto";
import { childOf, MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { nodeAt, type ZoneModel } from "./zone-model.ts";

/**
 * A name of one label more that does not exist in the zone, or undefined where no such name fits into 255 octets.
 * The same seed gives the same name.
 */
export function makeUpName(model: ZoneModel, parent: Name, seed: string): Name | undefined {
  for (let attempt = 0; ; attempt++) {
    const name = childOf(`zonepipe-${digest(`${seed} ${attempt} ${parent}`)}`, parent);
    if (name.length > MAX_NAME_LENGTH) return undefined;
    if (nodeAt(model, name) === undefined) return name;
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text, "latin1").digest("hex").slice(0, 12);
}
