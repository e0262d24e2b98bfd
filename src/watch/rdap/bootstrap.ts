import { labelsOf, type Name } from "../../../dns/name.ts";

/** IANA's registry of who answers for which top-level domain (RFC 9224 §4). */
export const IANA_BOOTSTRAP = "https://data.iana.org/rdap/dns.json";

/** Where registrations of some domains are asked for. */
export interface Service {
  /** The domain that the registry has an entry for, as in `com`, in lower case and without a final dot. */
  readonly entry: string;
  /** Base addresses, each with a slash at its end, those with https first. */
  readonly urls: readonly string[];
}

/** Who answers for a name; undefined where nobody does. */
export type Bootstrap = (name: Name) => Service | undefined;

/** Reads the registry. What is in no right form is left out; undefined where there is no list of services at all. */
export function readBootstrap(text: string): Bootstrap | undefined {
  const services = servicesIn(text);
  if (services === undefined) return undefined;
  const byEntry = new Map<string, Service>();
  for (const [entries, urls] of services) {
    const usable = urls
      .filter((url) => /^https?:\/\//i.test(url))
      .map((url) => (url.endsWith("/") ? url : `${url}/`))
      .sort((a, b) => Number(b.startsWith("https:")) - Number(a.startsWith("https:")));
    if (usable.length === 0) continue;
    for (const each of entries) {
      const entry = each.toLowerCase().replace(/\.$/, "");
      byEntry.set(entry, { entry, urls: usable });
    }
  }
  // The longest entry that matches label by label is the one (RFC 9224 §4).
  return (name) => {
    const labels = labelsOf(name).map((label) => label.toLowerCase());
    for (let from = 0; from < labels.length; from++) {
      const service = byEntry.get(labels.slice(from).join("."));
      if (service !== undefined) return service;
    }
    return undefined;
  };
}

/** Each service is a list of entries and a list of addresses (RFC 9224 §3). */
function servicesIn(text: string): [readonly string[], readonly string[]][] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const services = typeof value === "object" && value !== null && "services" in value ? value.services : [];
  if (!Array.isArray(services) || services.length === 0) return undefined;
  return services.flatMap((service: unknown) =>
    Array.isArray(service) && service.length >= 2 ? [[stringsIn(service[0]), stringsIn(service[1])]] : [],
  );
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
