import { isIP } from "node:net";
import { InvalidArgumentError } from "commander";
import { Fault } from "../../dns/fault.ts";
import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { MAX_SERIAL } from "../../dns/serial.ts";
import { typeCode } from "../../dns/types.ts";
import { whyNoName } from "../../dns/written-name.ts";
import { toAscii } from "../source/idn.ts";
import { didYouMean } from "../source/suggest.ts";
import type { Nameserver } from "../verify/types.ts";

/** Where the zones are when nothing else is said. */
export const DEFAULT_FOLDER = "zones";

/** Where rendered zone files go when nothing else is said. */
export const DEFAULT_OUT = "build/zones";

/** An option that may be given again: what came before, and this. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** `192.0.2.53:53`, `[2001:db8::53]:53`; the port may be left out. */
export function parseServer(text: string, previous: readonly Nameserver[] = []): Nameserver[] {
  const match =
    /^(?:\[([^\]]+)\]|([^:]+))(?::([0-9]{1,5}))?$/.exec(text) ?? (isIP(text) === 6 ? [text, text] : null);
  const address = match?.[1] ?? match?.[2] ?? "";
  const port = Number(match?.[3] ?? "53");
  if (isIP(address) === 0 || port < 1 || port > 65535) {
    throw new InvalidArgumentError(
      `Expected an address and a port, as in 192.0.2.53:53 or [2001:db8::53]:53; found ${JSON.stringify(text)}.`,
    );
  }
  return [...previous, { name: address, address, port }];
}

/** `example.com`, with or without a final dot. */
export function parseOrigin(text: string): Name {
  const fault = whyNoName(text, ROOT, "zone");
  const name = parseName(text, ROOT);
  if (fault === undefined && isName(name)) return name;
  throw new InvalidArgumentError(
    `Expected the name of a zone, as in example.com; found ${JSON.stringify(text)}. ${fault?.help ?? ""}`.trim(),
  );
}

/** `www.example.com`, with or without a final dot: a name that somebody may ask for. */
export function parseAskedName(text: string): Name {
  const fault = whyNoName(text, ROOT);
  const name = fault === undefined ? nameOf(text) : fault;
  if (typeof name === "string") return name;
  const why = fault === undefined ? `${name.message}. ` : "";
  throw new InvalidArgumentError(
    `Expected a name, as in www.example.com; found ${JSON.stringify(text)}. ${why}${name.help}`,
  );
}

function nameOf(text: string): Name | { readonly message: string; readonly help: string } {
  try {
    return parseName(toAscii(text), ROOT);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { message: `The name ${error.message}`, help: error.help };
  }
}

/** A type that a question may have: `MX`, `any`, `TYPE65280`. */
export function parseAskedType(text: string): number {
  const code = typeCode(text);
  if (code !== undefined && !NOT_ASKED.has(code)) return code;
  const help =
    code === undefined
      ? didYouMean(
          text.toUpperCase(),
          RECORD_TYPES.map(({ type }) => type),
        ).replace(/^Known are .*/, "")
      : "It is no type of a record.";
  throw new InvalidArgumentError(
    `Expected a type, as in MX or TYPE65280; found ${JSON.stringify(text)}. ${help}`.trim(),
  );
}

/** 0, OPT, and what asks for keys, signatures and transfers: no record of a zone has one of these. */
const NOT_ASKED: ReadonlySet<number> = new Set([0, 41, 249, 250, 251, 252]);

/** How `--resolve` stands in the help. */
export const RESOLVE = [
  "--resolve [addr:port]",
  "ask a resolver about names outside of the zones that SPF and DMARC lead to: this one, or the machine's",
] as const;

/** How `--sarif` stands in the help. */
export const SARIF = ["--sarif <file>", "write the report as SARIF, too, for code scanning"] as const;

/** How `--html` stands in the help. */
export const HTML = [
  "--html <file>",
  "write the report as one HTML file, too, to look at and to pass on",
] as const;

/** `example.com=2026112200`: the serial above which the zone's next one must lie. */
export function parseSerialAbove(
  text: string,
  previous: ReadonlyMap<Name, number> = new Map(),
): Map<Name, number> {
  const match = /^(.+)=([0-9]{1,10})$/.exec(text);
  const name = match === null ? undefined : parseName(match[1]!, ROOT);
  const serial = Number(match?.[2]);
  if (name === undefined || !isName(name) || whyNoName(match![1]!) !== undefined || serial > MAX_SERIAL) {
    throw new InvalidArgumentError(
      `Expected a zone and a serial, as in example.com=2026112200; found ${JSON.stringify(text)}.`,
    );
  }
  return new Map(previous).set(keyOf(name), serial);
}

/** A number of seconds, with a fraction or without. */
export function parseSeconds(text: string): number {
  const seconds = /^[0-9]{1,6}(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(seconds)) {
    throw new InvalidArgumentError(`Expected a number of seconds, as in 30; found ${JSON.stringify(text)}.`);
  }
  return seconds;
}
