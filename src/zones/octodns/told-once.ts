import type { Problem } from "../../../dns/problem.ts";
import type { Tally, ZoneReading } from "./zone-reading.ts";

/** Reports what is told once for a zone, with its number. */
export function reportTallies({ tallies, report }: ZoneReading): void {
  const all = [...tallies.values()];
  const providers = all.filter(({ kind }) => kind === "provider-key");
  if (providers.length > 0) report(providerKeys(providers));
  for (const tally of all) {
    const problem = toldOnce(tally);
    if (problem !== undefined) report(problem);
  }
}

function toldOnce({ at, kind, name, count }: Tally): Problem | undefined {
  switch (kind) {
    case "octodns-key":
      return {
        ...at,
        rule: "octodns-not-used",
        severity: "warning",
        ...NOT_USED[name]!(count),
      };
    case "octodns-targets":
      return {
        ...at,
        rule: "octodns-targets",
        severity: "warning",
        message: `octodns.${name} keeps ${records(count)} from some of octoDNS' providers; here every nameserver publishes ${count === 1 ? "it" : "them"}`,
        help: "Remove the key if that is right, or the record if it must not be published.",
      };
    case "proxied":
      return {
        ...at,
        rule: "octodns-proxied",
        severity: "warning",
        message: `Cloudflare's proxy stands before ${records(count)} in octoDNS; here ${count === 1 ? "its own value is" : "their own values are"} published: everybody sees the address of the origin, and the proxy with its certificate, cache and protection is gone`,
        help: "Make sure that the origin can stand alone, with its own certificate. Then remove octodns.cloudflare.proxied.",
      };
    case "escaped-semicolon":
      return {
        ...at,
        rule: "semicolon-escaped",
        severity: "info",
        message: `\\; is read as ; in TXT, as octoDNS writes it (${values(count)})`,
        help: "Nothing needs to be done. A semicolon alone means the same.",
      };
    case "text-chunks":
      return {
        ...at,
        rule: "txt-chunks",
        severity: "info",
        message: `A text that begins with a quote is read in zone file notation, its strings put together (${values(count)})`,
        help: "Nothing needs to be done. Write the text alone; it is split when the zone is rendered.",
      };
    case "provider-key":
      return undefined; // all of them are told in one
    default:
      return kind satisfies never;
  }
}

const NOT_USED: { readonly [key: string]: (count: number) => Pick<Problem, "message" | "help"> } = {
  healthcheck: (count) => ({
    message: `octodns.healthcheck has no effect here (${records(count)})`,
    help: "Nothing is checked and no answer changes by health. Remove the key.",
  }),
  auto_arpa_priority: (count) => ({
    message: `octodns.auto_arpa_priority orders PTR records that octoDNS makes; here none are made (${records(count)})`,
    help: "Remove the key, and write the reverse zone.",
  }),
};

function providerKeys(providers: readonly Tally[]): Problem {
  const list = providers.map(({ name, count }) => `octodns.${name} (${records(count)})`).join(", ");
  return {
    ...providers[0]!.at,
    rule: "octodns-provider-keys",
    severity: "warning",
    message: `Keys of octoDNS' providers have no effect here: ${list}`,
    help: "Remove them when the zone no longer goes through octoDNS.",
  };
}

function records(count: number): string {
  return count === 1 ? "1 record" : `${count} records`;
}

function values(count: number): string {
  return count === 1 ? "1 value" : `${count} values`;
}
