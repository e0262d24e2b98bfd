import type { Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { policyIn } from "../dnssec/policy.ts";
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
  /** Of a zone that it signs that of its file, whatever it answers in a window. */
  readonly serial: number;
  /** In hexadecimal. */
  readonly digest?: string;
  /** Of a zone that it signs: for which of these windows its signatures have to be. */
  readonly windows?: readonly number[];
  /** The machine is told this serial, and its image has another: a server that cannot do that answers the image's. */
  readonly isRenumbered?: true;
}

/** What a machine shows that runs the image of these zone files, at about this time. */
export function expectationOf(
  rendered: readonly RenderedZone[],
  inputs: string,
  now: Date,
): Expectation & Required<Pick<Expectation, "zones">> {
  return {
    inputs,
    zones: rendered.map((zone) => ({
      ...{ zone: zone.origin, serial: zone.serial, digest: digestOf(zone) },
      ...windowsAt(policyIn(zone), now),
    })),
  };
}

/** The windows for which a zone of this policy may be signed at about this time. */
export function windowsAt(
  policy: Pick<SigningPolicy, "base"> | undefined,
  now: Date,
): Pick<ExpectedAnswer, "windows"> {
  if (policy === undefined) return {};
  const window = windowOf(now.getTime() / 1000);
  return { windows: [window - 1, window, window + 1].map((each) => Math.max(each, policy.base)) };
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

/** The day on which the signatures of a window begin to be made, as a person writes it. */
export function dayOfWindow(window: number): string {
  return new Date(1000 * windowStart(window)).toISOString().slice(0, 10);
}

/** The digest by which a rendered zone is known, in hexadecimal. */
export function digestOf({ records }: RenderedZone): string {
  const zonemd = decode(ZONEMD, records.find(({ type }) => type === ZONEMD)!.rdata);
  if (zonemd.type !== "ZONEMD") throw new Error("Cannot read the digest that was just made");
  return Buffer.from(zonemd.digest, "latin1").toString("hex");
}
