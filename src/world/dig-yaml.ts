import { defineScalarTag, FAILSAFE_SCHEMA, load } from "js-yaml";
import type { Octets } from "../../dns/wire.ts";
import type { Transport } from "../verify/types.ts";

/** One item of the list that `dig +yaml` prints. */
export type DigItem =
  | { readonly kind: "message"; readonly message: DigMessage }
  /** No reply; dig does not say to which question, or why. */
  | { readonly kind: "error" }
  /** Text that a server chose has broken the YAML, or it is an item of a kind that we do not know. */
  | { readonly kind: "unreadable" };

/** A reply as dig shows it, its records still in text. */
export interface DigMessage {
  readonly transport: Transport;
  readonly port: number;
  /** Octets; NaN where dig does not tell. */
  readonly size: number;
  readonly milliseconds: number;
  /** The rcode's mnemonic. */
  readonly status: string;
  readonly flags: readonly string[];
  /** `name class type`; absent where the reply does not repeat its question. */
  readonly question?: string;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
  /** Records that the reply says it has, without OPT; more than are shown when dig could read only some of them. */
  readonly records: number;
  readonly nsid?: Octets;
}

/** Reads what dig printed for a batch. One broken item does not spoil the others. */
export function readDigYaml(output: string): DigItem[] {
  const whole = parse(output);
  if (Array.isArray(whole)) return whole.map(readItem);
  return output.split(/^(?=- )/m).map((text) => {
    const items = parse(text);
    return Array.isArray(items) && items.length === 1 ? readItem(items[0]) : { kind: "unreadable" };
  });
}

// Scalars stay text, the times among them: dig gives those the tag !!timestamp.
const timestamp = defineScalarTag("tag:yaml.org,2002:timestamp", {
  resolve: (source) => source,
  identify: () => false,
});
const schema = FAILSAFE_SCHEMA.withTags(timestamp);

function parse(text: string): unknown {
  try {
    return load(text, { schema });
  } catch {
    return undefined;
  }
}

function readItem(item: unknown): DigItem {
  const kind = child(item, "type");
  if (kind === "DIG_ERROR") return { kind: "error" };
  const message = kind === "MESSAGE" ? readMessage(child(item, "message")) : undefined;
  return message === undefined ? { kind: "unreadable" } : { kind: "message", message };
}

function readMessage(message: unknown): DigMessage | undefined {
  const data = child(message, "response_message_data");
  const protocol = child(message, "socket_protocol");
  const status = child(data, "status");
  const records = recordCount(data);
  if ((protocol !== "UDP" && protocol !== "TCP") || typeof status !== "string" || Number.isNaN(records)) {
    return undefined;
  }
  const question = lines(data, "QUESTION_SECTION")[0];
  const nsid = nsidOf(data);
  return {
    transport: protocol === "UDP" ? "udp" : "tcp",
    port: number(message, "response_port"),
    size: number(message, "message_size"),
    milliseconds: time(message, "response_time") - time(message, "query_time") || 0,
    status,
    flags: text(data, "flags").split(" "),
    ...(question !== undefined && { question }),
    answer: lines(data, "ANSWER_SECTION"),
    authority: lines(data, "AUTHORITY_SECTION"),
    additional: lines(data, "ADDITIONAL_SECTION"),
    records,
    ...(nsid !== undefined && { nsid }),
  };
}

function recordCount(data: unknown): number {
  const opt = child(data, "OPT_PSEUDOSECTION") === undefined ? 0 : 1;
  return number(data, "ANSWER") + number(data, "AUTHORITY") + number(data, "ADDITIONAL") - opt;
}

/** The octets before the text in parentheses: `69 61 64 ("iad")`. */
function nsidOf(data: unknown): Octets | undefined {
  const edns = child(child(data, "OPT_PSEUDOSECTION"), "EDNS");
  const hex = /^[0-9a-f]{2}(?: [0-9a-f]{2})*/.exec(text(edns, "NSID"))?.[0];
  return hex && Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1");
}

function child(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && key in value
    ? (value as { readonly [key: string]: unknown })[key] // the key was found just above
    : undefined;
}

function text(value: unknown, key: string): string {
  const found = child(value, key);
  return typeof found === "string" ? found : "";
}

function number(value: unknown, key: string): number {
  return Number.parseInt(text(value, key), 10);
}

function time(value: unknown, key: string): number {
  return Date.parse(text(value, key));
}

function lines(value: unknown, key: string): string[] {
  const found = child(value, key);
  return Array.isArray(found) ? found.map(String) : [];
}
