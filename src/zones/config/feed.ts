import { Fault } from "../../../dns/fault.ts";
import { ipv4 } from "../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../dns/fields/ipv6.ts";
import { isName, keyOf, type Name, parseName, ROOT } from "../../../dns/name.ts";
import { whyNoName } from "../../../dns/written-name.ts";
import type { Feed, NotifyPlace } from "../../source/config.ts";
import { didYouMean } from "../../source/suggest.ts";
import type { Report } from "../octodns/zone-reading.ts";
import { describe, entryOf, type Mapping, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { FEEDS } from "./config-schema.ts";

/** What else stands at the nameserver that is fed. */
export interface FedPlace {
  readonly addresses: readonly string[];
  readonly hasApp: boolean;
}

/** Reads `fed:` of a nameserver. Whatever is wrong with it is reported, and it is as if it were not written. */
export function readFeed(node: YamlNode, place: FedPlace, report: Report): Feed | undefined {
  const by = node.kind === "mapping" ? entryOf(node, "by") : undefined;
  if (node.kind !== "mapping" || by?.kind !== "scalar") return undefined;
  const refuse = (at: YamlNode, message: string, help: string) => {
    report(problemAt(at, { rule: "config-value", message, help }));
    return undefined;
  };
  if (place.hasApp)
    return refuse(
      node,
      "nameservers.fed stands beside an app; expected one of the two",
      "A nameserver with an app is ours and gets the zones with its image: remove `fed`, or `app`.",
    );
  if (place.addresses.length === 0)
    return refuse(
      node,
      "nameservers.fed stands at a nameserver without addresses",
      "Write its `addresses`, or remove `fed`: nobody could ask whether it follows.",
    );
  const feed = FEEDS.find((each) => each === by.text);
  switch (feed) {
    case "transfer":
      return readTransfer(node, place, report);
    case "files": {
      const extra = entryOf(node, "key") ?? entryOf(node, "notify");
      if (extra === undefined) return { by: "files" };
      return refuse(
        extra,
        "nameservers.fed has a key or notify, and is fed by files",
        "Remove them: they are of transfers, as in `fed: {by: transfer, key: ns3-key.}`.",
      );
    }
    case undefined:
      return refuse(
        by,
        `nameservers.fed.by is ${describe(by)}; expected one of ${FEEDS.join(", ")}`,
        didYouMean(by.text, FEEDS),
      );
    default:
      return feed satisfies never;
  }
}

function readTransfer(node: Mapping, { addresses }: FedPlace, report: Report): Feed {
  const [key, notify] = [entryOf(node, "key"), entryOf(node, "notify")];
  const read = key && readKey(key, report);
  const told = notify?.kind === "sequence" ? notify.items.flatMap((item) => readPlace(item, report)) : [];
  return {
    by: "transfer",
    ...(read !== undefined && { key: read }),
    notify: told.length > 0 ? told : addresses.map((address) => ({ address, port: DNS_PORT })),
  };
}

const DNS_PORT = 53;
const MAX_PORT = 65_535;

/** The name of a key is a domain name (RFC 8945 §4.2); its final dot may be left out. */
function readKey(node: YamlNode, report: Report): Name | undefined {
  if (node.kind !== "scalar") return undefined;
  const name = parseName(node.text, ROOT);
  if (isName(name) && name !== ROOT && whyNoName(node.text) === undefined) return keyOf(name);
  report(
    problemAt(node, {
      rule: "config-value",
      message: `nameservers.fed.key is ${describe(node)}; expected the name of a TSIG key`,
      help: "Write the name that stands before the algorithm in ZONEPIPE_TSIG_KEYS, as in `ns3-key.`, and never the secret.",
    }),
  );
  return undefined;
}

/** `198.51.100.53`, `198.51.100.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. */
function readPlace(node: YamlNode, report: Report): NotifyPlace[] {
  if (node.kind !== "scalar") return [];
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::([0-9]{1,5}))?$/.exec(node.text);
  const address = match?.[1] ?? match?.[2] ?? node.text;
  const port = match?.[3] === undefined ? DNS_PORT : Number(match[3]);
  try {
    if (port < 1 || port > MAX_PORT)
      throw new Fault(`has port ${port}; expected 1 to ${MAX_PORT}`, "Write the port that it listens at.");
    return [{ address: (address.includes(":") ? ipv6 : ipv4).accept(address), port }];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report(
      problemAt(node, {
        rule: error.rule ?? "config-value",
        message: `nameservers.fed.notify ${error.message}`,
        help: error.help,
      }),
    );
    return [];
  }
}
