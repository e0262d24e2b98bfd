import { type Name, printName } from "../../dns/name.ts";
import { keyName } from "../../dns/tsig/key.ts";

/** What a secondary has to know. */
export interface SetUp {
  /** Addresses at which the primary answers. */
  readonly primaries: readonly string[];
  readonly zones: readonly Name[];
  /** The list of the zones as a zone (RFC 9432), where there is one. */
  readonly catalog?: Name;
  readonly key: { readonly name: Name; readonly algorithm: string };
  /** In base64; undefined where it is not to be shown. */
  readonly secret: string | undefined;
}

/** Programs whose configuration is printed, and `web` for the forms of providers. */
export const SET_UP_FORMS = ["bind", "nsd", "knot", "powerdns", "web"] as const;

/** One of them. */
export type SetUpForm = (typeof SET_UP_FORMS)[number];

/**
 * What to write into the secondary's configuration. A NOTIFY comes from an address of the machine and not from the one that
 * answers, so it is taken by its key and from anywhere.
 */
export function printSetUp(form: SetUpForm, setUp: SetUp): string {
  const name = keyName(setUp.key.name);
  const known = { ...setUp, name, secret: setUp.secret ?? "SECRET" };
  switch (form) {
    case "bind":
      return bind(known);
    case "nsd":
      return nsd(known);
    case "knot":
      return knot(known);
    case "powerdns":
      return powerdns(known);
    case "web":
      return web(known);
    default:
      return form satisfies never;
  }
}

interface Known extends Omit<SetUp, "secret"> {
  readonly name: string;
  readonly secret: string;
}

function bind({ primaries, zones, catalog, key, name, secret }: Known): string {
  const servers = `{ ${primaries.map((address) => `${address} key "${name}"; `).join("")}}`;
  const zone = (origin: Name) =>
    `zone "${bare(origin)}" { type secondary; primaries ${servers}; allow-notify { key "${name}"; }; file "${fileOf(origin)}"; };`;
  return lines([
    `key "${name}" { algorithm ${key.algorithm}; secret "${secret}"; };`,
    ...(catalog === undefined
      ? zones.map(zone)
      : [
          "// into options { … }:",
          `//   catalog-zones { zone "${bare(catalog)}" default-primaries ${servers} zone-directory "."; };`,
          `//   allow-notify { key "${name}"; };`,
          zone(catalog),
        ]),
  ]);
}

function nsd({ primaries, zones, catalog, key, name, secret }: Known): string {
  const all = catalog === undefined ? zones : [...zones, catalog];
  return lines([
    `key:\n  name: "${name}"\n  algorithm: ${key.algorithm}\n  secret: "${secret}"`,
    `pattern:\n  name: "from-${name}"`,
    ...primaries.map((address) => `  request-xfr: ${address} ${name}`),
    `  allow-notify: 0.0.0.0/0 ${name}\n  allow-notify: ::/0 ${name}`,
    ...all.map(
      (origin) =>
        `zone:\n  name: "${bare(origin)}"\n  zonefile: "${fileOf(origin)}"\n  include-pattern: "from-${name}"`,
    ),
  ]);
}

function knot({ primaries, zones, catalog, key, name, secret }: Known): string {
  const zone = `    master: ${name}\n    acl: notify-${name}`;
  return lines([
    `key:\n  - id: ${name}\n    algorithm: ${key.algorithm}\n    secret: ${secret}`,
    `remote:\n  - id: ${name}\n    address: [${primaries.join(", ")}]\n    key: ${name}`,
    `acl:\n  - id: notify-${name}\n    key: ${name}\n    action: notify`,
    ...(catalog === undefined
      ? ["zone:", ...zones.map((origin) => `  - domain: ${bare(origin)}\n${zone}`)]
      : [
          `template:\n  - id: member-${name}\n${zone}`,
          `zone:\n  - domain: ${bare(catalog)}\n${zone}\n    catalog-role: interpret\n    catalog-template: member-${name}`,
        ]),
  ]);
}

function powerdns({ primaries, zones, catalog, key, name, secret }: Known): string {
  const all = catalog === undefined ? zones : [...zones, catalog];
  return lines([
    "# Into pdns.conf, so that NOTIFY is taken by its key and from anywhere:",
    "#   secondary=yes",
    "#   trusted-notification-proxy=0.0.0.0/0,::/0",
    "#   allow-unsigned-notify=no",
    `pdnsutil import-tsig-key ${name} ${key.algorithm} '${secret}'`,
    ...all.flatMap((origin) => [
      `pdnsutil create-secondary-zone ${word(origin)} ${primaries.join(" ")}`,
      `pdnsutil activate-tsig-key ${word(origin)} ${name} secondary`,
      `pdnsutil set-meta ${word(origin)} IXFR 1`,
    ]),
  ]);
}

function web({ primaries, zones, catalog, key, name, secret }: Known): string {
  return lines([
    `Primary:         ${primaries.join(", ")} (port 53)`,
    `TSIG key name:   ${name}`,
    `TSIG algorithm:  ${key.algorithm}`,
    `TSIG secret:     ${secret}`,
    `Zones:           ${zones.map(bare).join(", ")}`,
    ...(catalog === undefined ? [] : [`Catalog zone:    ${bare(catalog)} (RFC 9432, version 2)`]),
  ]);
}

function bare(origin: Name): string {
  return printName(origin).replace(/(?<=.)\.$/, "");
}

/** A name as one word of a shell, whatever is in it. */
function word(origin: Name): string {
  const text = bare(origin);
  return /^[a-z0-9./_-]+$/i.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function fileOf(origin: Name): string {
  return `${bare(origin).replace(/[^a-z0-9._-]/gi, "_")}.secondary`;
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}
