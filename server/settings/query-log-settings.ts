import { isAbsolute, resolve } from "node:path";
import { type Address, parseAddress } from "../address/address.ts";
import type { Environment, UsageError } from "./usage.ts";

/** What is logged of questions and answers, and where to. */
export interface QueryLogSettings {
  /** Of all packets: above 0, 1 for all. */
  readonly rate: number;
  /** As lines on standard output; undefined for none. */
  readonly format: "text" | "json" | undefined;
  /** As dnstap; undefined for nowhere. */
  readonly dnstap: DnstapTarget | undefined;
}

/** Who takes dnstap. */
export type DnstapTarget =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly address: Address }
  | { readonly kind: "file"; readonly path: string };

/** The flags of it. */
export interface QueryLogFlags {
  readonly "query-log"?: string | undefined;
  readonly "query-log-format"?: string | undefined;
  readonly dnstap?: string | undefined;
}

/** Reads them, or what the environment says instead; undefined where nothing is logged. */
export function readQueryLogSettings(
  flags: QueryLogFlags,
  environment: Environment,
): QueryLogSettings | UsageError | undefined {
  const tap = flags.dnstap ?? environment.DNS_DNSTAP;
  const dnstap = tap === undefined || tap === "" ? undefined : readTarget(tap);
  if (dnstap !== undefined && "error" in dnstap) return dnstap;
  const rateText = flags["query-log"] ?? environment.DNS_QUERY_LOG ?? (dnstap === undefined ? "off" : "1");
  const rate = readRate(rateText);
  if (rate === undefined) {
    return {
      error: `--query-log or DNS_QUERY_LOG is "${rateText}"; expected off, 1 for all, or a part of all such as 0.01`,
    };
  }
  const formatText = flags["query-log-format"] ?? environment.DNS_QUERY_LOG_FORMAT;
  const format = FORMATS.find((each) => each === formatText);
  if (formatText !== undefined && format === undefined) {
    return {
      error: `--query-log-format or DNS_QUERY_LOG_FORMAT is "${formatText}"; expected ${FORMATS.join(" or ")}`,
    };
  }
  if (rate === 0) return undefined;
  return { rate, format: format ?? (dnstap === undefined ? "text" : undefined), dnstap };
}

const FORMATS = ["text", "json"] as const;

/** 0 for off. */
function readRate(text: string): number | undefined {
  if (text === "off") return 0;
  const rate = /^(?:0?\.[0-9]{1,9}|1(?:\.0{1,9})?)$/.test(text) ? Number(text) : 0;
  return rate > 0 ? rate : undefined;
}

function readTarget(text: string): DnstapTarget | UsageError {
  if (text.startsWith("tcp:")) {
    const address = parseAddress(text.slice("tcp:".length));
    if (address !== undefined && address.port !== 0) return { kind: "tcp", address };
  }
  if (text.startsWith("file:") && text.length > "file:".length) {
    return { kind: "file", path: resolve(text.slice("file:".length)) };
  }
  const path = text.startsWith("unix:") ? text.slice("unix:".length) : text;
  if (isAbsolute(path)) return { kind: "unix", path };
  return {
    error: `--dnstap or DNS_DNSTAP is "${text}"; expected the whole path of a socket, tcp:ADDRESS:PORT, or file:PATH`,
  };
}
