import { type Name, parseName } from "../../dns/name.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { printYaml } from "../import/print-yaml.ts";
import type { ActionRelease, NewApp, NewRepository } from "./offer.ts";

/** The files that a new repository is made of: our own fly.toml and the workflows of the example. */
export interface Templates {
  readonly flyToml: string;
  /** By file name. */
  readonly workflows: ReadonlyMap<string, string>;
}

/** Every file of a new repository, by its path. */
export function newFiles(repository: NewRepository, templates: Templates): Map<string, string> {
  const { zone, apps, action } = repository;
  const files = new Map<string, string>([
    [`zones/${zonePath(parseName(zone) as Name)}.yaml`, ZONE], // printed from a name
    [CONFIG, configFor(repository)],
  ]);
  for (const app of apps) {
    files.set(apps.length === 1 ? "fly.toml" : `fly.${app.name}.toml`, flyTomlFor(app, templates.flyToml));
  }
  for (const [name, text] of templates.workflows) {
    files.set(`.github/workflows/${name}`, action === undefined ? text : withRelease(text, action));
  }
  return files;
}

/** Where the nameservers' addresses are written. */
export const CONFIG = "zones/_config.yaml";

const ZONE = `# One file each zone. '' is the zone itself; the SOA, the NS and the nameservers' addresses come from _config.yaml.
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
  const nameservers = apps.flatMap(({ name, nameservers: names, addresses }) =>
    names.map((nameserver, index) => {
      const address = addresses[index];
      return {
        name: nameserver,
        ...(address === undefined ? {} : { addresses: [address] }),
        ...(layout === "two-apps" ? { app: name } : {}),
      };
    }),
  );
  const isWhole = nameservers.every((one) => "addresses" in one);
  const missing = isWhole ? "" : "# Each needs its addresses: [192.0.2.53], as `fly ips list` shows them.\n";
  const soa = { rname: `hostmaster@${zone.replace(/\.$/, "")}` };
  return `# What holds for every zone.\n${missing}${printYaml({ nameservers })}\n${printYaml({ soa })}\n`;
}

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
