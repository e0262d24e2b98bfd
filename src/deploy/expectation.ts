import type { Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What a machine has to show. What is left out is not asked for. */
export interface Expectation {
  /** The digest of the inputs that its image is made of. */
  readonly inputs?: string;
  /** The digest of its image. */
  readonly image?: string;
  /** All of its zones. */
  readonly zones?: readonly ExpectedAnswer[];
}

/** What a machine has to show of a zone. */
export interface ExpectedAnswer {
  readonly zone: Name;
  readonly serial: number;
  /** In hexadecimal. */
  readonly digest?: string;
  /** The machine is told this serial, and its image has another: a server that cannot do that answers the image's. */
  readonly isRenumbered?: true;
}

/** What a machine shows that runs the image of these zone files. */
export function expectationOf(rendered: readonly RenderedZone[], inputs: string): Expectation {
  return {
    inputs,
    zones: rendered.map((zone) => ({ zone: zone.origin, serial: zone.serial, digest: digestOf(zone) })),
  };
}

/** What a machine shows when everything is again as it was when it was asked before. */
export function asBefore({ machine, check }: SurveyedMachine): Expectation {
  const image = machine.image === undefined ? {} : { image: machine.image.digest };
  if ("fault" in check) return image;
  return {
    ...image,
    zones: check.zones.flatMap(({ name, serial, digest }) =>
      serial === undefined ? [] : [{ zone: name, serial, ...(digest === undefined ? {} : { digest }) }],
    ),
  };
}

function digestOf({ records }: RenderedZone): string {
  const zonemd = decode(ZONEMD, records.find(({ type }) => type === ZONEMD)!.rdata);
  if (zonemd.type !== "ZONEMD") throw new Error("Cannot read the digest that was just made");
  return Buffer.from(zonemd.digest, "latin1").toString("hex");
}
