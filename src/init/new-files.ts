import { type Name, parseName } from "../../dns/name.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { Commented, printYaml } from "../import/print-yaml.ts";
import type { ActionRelease, NewApp, NewRepository } from "./offer.ts";

/** The files that a new repository is made of: our own fly.toml and the workflows of the example. */
export interface Templates {
  readonly flyToml: string;
  /** Of a zone's YAML, of `_config.yaml` and of `_invariants.yaml`, by file name: for editors. */
  readonly schemas: ReadonlyMap<string, string>;
  /** By file name. */
  readonly workflows: ReadonlyMap<string, string>;
  /** What mail hosts want, for zones to include; by file name. */
  readonly snippets: ReadonlyMap<string, string>;
}

/** Every file of a new repository, by its path. */
export function newFiles(repository: NewRepository, templates: Templates): Map<string, string> {
  const { zone, apps, action } = repository;
  const files = new Map<string, string>([
    ["README.md", readmeFor(zone)],
    [".gitignore", "# What zonepipe makes: zone files, reports\n/build/\n"],
    [zoneFile(zone), ZONE],
    [CONFIG, configFor(repository)],
    ...[...templates.schemas].map(([name, text]) => [`zones/${name}`, text] as const),
  ]);
  for (const app of apps) {
    files.set(apps.length === 1 ? "fly.toml" : `fly.${app.name}.toml`, flyTomlFor(app, templates.flyToml));
  }
  for (const [name, text] of templates.workflows) {
    files.set(`.github/workflows/${name}`, action === undefined ? text : withRelease(text, action));
  }
  return files;
}

/** The file of a zone that is added to a repository. */
export function newZone(zone: string): Map<string, string> {
  return new Map([[zoneFile(zone), ZONE]]);
}

/** Records of mail hosts, for zones to include. */
export function snippetFiles({ snippets }: Pick<Templates, "snippets">): Map<string, string> {
  return new Map([...snippets].map(([name, text]) => [`zones/_snippets/${name}`, text]));
}

function zoneFile(zone: string): string {
  return `zones/${zonePath(parseName(zone) as Name)}.yaml`; // printed from a name
}

/** Where the nameservers' addresses are written. */
export const CONFIG = "zones/_config.yaml";

function readmeFor(zone: string): string {
  return `# Zones

The zones of this repository are [zonepipe](https://github.com/OWNER/zonepipe)'s: change a file in \`zones/\` in a pull request,
read its comment, merge it.

| to | do |
| --- | --- |
| see whether the zones are right | \`zonepipe check\` |
| have them answer on this machine, and ask for everything | \`zonepipe up\` |
| see what is left to do until ${zone.replace(/(?<=.)\.$/, "")} is answered | \`zonepipe init --zone ${zone.replace(/(?<=.)\.$/, "")} --steps\` |
| see what the nameservers answer | \`zonepipe status\` |
| go back to what ran before | \`zonepipe rollback\` |
`;
}

const ZONE = `# yaml-language-server: $schema=zone.schema.json
#
# One file each zone. '' is the zone itself; the SOA, the NS and the nameservers' addresses come from _config.yaml.
'':
  - type: TXT
    value: v=spf1 -all
  - type: MX
    value: {preference: 0, exchange: .}
_dmarc:
  type: TXT
  value: v=DMARC1; p=reject
`;

function configFor({ zone, apps, layout }: NewRepository): string {
  let standIns = 0;
  const nameservers = apps.flatMap(({ name, nameservers: names, addresses }) =>
    names.map((nameserver, index) => {
      const known = addresses[index];
      const entry = {
        name: nameserver,
        addresses: [known ?? STAND_INS[standIns++ % STAND_INS.length]!],
        ...(layout === "two-apps" ? { app: name } : {}),
      };
      return known === undefined ? new Commented(["The address is a stand-in."], entry) : entry;
    }),
  );
  const soa = { rname: `hostmaster@${zone.replace(/\.$/, "")}` };
  return `# yaml-language-server: $schema=_config.schema.json
#
# What holds for every zone.
${standIns === 0 ? "" : HOW_TO_REPLACE}${printYaml({ nameservers })}\n${printYaml({ soa })}\n`;
}

/** For nameservers without an address: of blocks for documentation (RFC 5737 §3), so nobody else's stands in for theirs. */
const STAND_INS = ["192.0.2.53", "198.51.100.53"] as const;

const HOW_TO_REPLACE = `#
# A stand-in lets the zones answer on this machine (zonepipe up) and is never deployed: \`fly ips allocate-v4 --yes -a APP\`
# gives an app its address, \`fly ips list -a APP\` shows it.
`;

/** The example's own heading is for who copies it by hand. */
function flyTomlFor({ name, region }: NewApp, template: string): string {
  const [, ...body] = template.split(/^(?=app = )/m);
  if (body.length === 0) throw new Error("Cannot make a fly.toml: the example names no app");
  return body
    .join("")
    .replace(/^app = .*$/m, `app = "${name}"`)
    .replace(/^primary_region = .*$/m, `primary_region = "${region}"`);
}

/** A reusable workflow is called by the commit of its release. */
function withRelease(text: string, { repository, commit }: ActionRelease): string {
  return text
    .replace(/^ *# OWNER\/zonepipe with the commit .*\n/m, "")
    .replace(/OWNER\/zonepipe(\/\S+)@0{40}(?: # v\S+)?/g, `${repository}$1@${commit}`);
}
