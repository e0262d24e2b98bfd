import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const APEX = `'':
  - type: NS
    values: [ns1.example.net., ns2.example.net.]
  - type: MX
    value: {preference: 10, exchange: mail.example.net.}
`;

/**
 * One zone, `large.example`, of so many names with an A and a TXT record each.
 *
 * @param version another one has another address at every name
 */
export async function writeOneLargeZone(folder: string, names: number, version = 0): Promise<void> {
  await mkdir(folder, { recursive: true });
  let text = APEX;
  for (let index = 0; index < names; index++) {
    text += `host-${index}:
  - type: A
    ttl: 300
    value: ${address(index + version)}
  - type: TXT
    value: "location of host ${index}; asset ${(index * 7919) % 100_003}"
`;
  }
  await writeFile(join(folder, "large.example.yaml"), text);
}

/** So many zones of so many names each, as a hoster has them. */
export async function writeManyZones(folder: string, zones: number, names: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let zone = 0; zone < zones; zone++) {
    let text = APEX;
    for (let index = 0; index < names - 1; index++) {
      text +=
        index % 5 === 4
          ? `alias-${index}: {type: CNAME, value: www-0.zone-${zone}.example.}\n`
          : `www-${index}: {type: A, value: ${address(zone * names + index)}}\n`;
    }
    await writeFile(join(folder, `zone-${zone}.example.yaml`), text);
  }
}

/** A zone file of so many records: addresses, texts, mail, aliases and delegations in turn. */
export async function writeLargeZoneFile(path: string, origin: string, records: number): Promise<void> {
  const stream = createWriteStream(path);
  stream.write(
    `$ORIGIN ${origin}\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 300\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n`,
  );
  for (let index = 4; index < records; ) {
    let text = "";
    for (const end = Math.min(index + 10_000, records); index < end; index++) text += recordLine(index);
    if (!stream.write(text)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
}

function recordLine(index: number): string {
  switch (index % 8) {
    case 0:
      return `txt-${index} TXT "v=asset; number ${index}"\n`;
    case 1:
      return `alias-${index} CNAME host-${index + 1}\n`;
    case 2:
      return `host-${index} AAAA 2001:db8::${(index & 0xffff).toString(16)}\n`;
    case 3:
      return `mail-${index} MX 10 host-${index - 1}\n`;
    default:
      return `host-${index} A ${address(index)}\n`;
  }
}

function address(index: number): string {
  return `198.51.${(index >> 8) & 0xff}.${index & 0xff}`;
}
