/** How the nameservers of a new repository are spread over Fly.io. */
export type Layout = "two-apps" | "one-app";

/** What a new repository is to be. */
export interface NewRepository {
  /** The first zone, with its final dot. */
  readonly zone: string;
  readonly layout: Layout;
  /** One for each app of the layout. */
  readonly apps: readonly NewApp[];
  /** `OWNER/zonepipe@COMMIT`; undefined: it is put into the workflows later. */
  readonly action?: ActionRelease;
}

/** An app that serves the zones. */
export interface NewApp {
  readonly name: string;
  /** Where its first machine runs. */
  readonly region: string;
  /** The nameservers whose addresses lead to it. */
  readonly nameservers: readonly string[];
  /** Its dedicated IPv4 addresses, as far as there are any. */
  readonly addresses: readonly string[];
}

/** A release of zonepipe. */
export interface ActionRelease {
  /** `OWNER/zonepipe`. */
  readonly repository: string;
  /** Its full id. */
  readonly commit: string;
}

/** Dollars a month, as Fly.io's price list had it in August 2026. */
const IPV4 = 2;
/** Dollars a month for a shared-cpu-1x with 256 MB that always runs; a little less or more by region. */
const MACHINE = 2;

/** What a layout costs in a month, and why one takes it. */
export function describeLayout(layout: Layout): string {
  const machines = `2 machines at about $${MACHINE}`;
  const addresses = `2 dedicated IPv4 addresses at $${IPV4}`;
  const sum = 2 * MACHINE + 2 * IPV4;
  const price = `${addresses} and ${machines}: about $${sum} a month, and $0.02 to $0.12 for each GB of answers`;
  switch (layout) {
    case "two-apps":
      return (
        `Two apps, a nameserver each (recommended). Fly.io gives all UDP of an app to one machine at a time, so with two ` +
        `apps a machine that fails, and a release that is bad, takes one nameserver and never both. ${price}.`
      );
    case "one-app":
      return (
        `One app with two addresses, both nameservers. One fly.toml and one release; but when the machine that has the UDP ` +
        `of the app fails, both nameservers are silent over UDP until Fly.io picks the other. ${price}.`
      );
    default:
      return layout satisfies never;
  }
}

/** The apps of a layout: the nameservers ns1 and ns2 in the zone, and a region for each app. */
export function appsOf(
  layout: Layout,
  name: string,
  zone: string,
  regions: readonly string[],
): readonly Omit<NewApp, "addresses">[] {
  const nameservers = [`ns1.${zone}`, `ns2.${zone}`];
  const [first = DEFAULT_REGIONS[0], second = regions.length === 0 ? DEFAULT_REGIONS[1] : first] = regions;
  return layout === "one-app"
    ? [{ name, region: first, nameservers }]
    : [first, second].map((region, index) => ({
        name: `${name}-${index + 1}`,
        region,
        nameservers: [nameservers[index]!],
      }));
}

const DEFAULT_REGIONS = ["iad", "ams"] as const;
