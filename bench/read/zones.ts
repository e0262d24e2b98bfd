import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeLargeZoneFile } from "../generate.ts";
import { PLAIN_ORIGIN, plainZone } from "../server/plain-zone.ts";
import { signZone } from "../server/sign-zone.ts";

/** Kinds of zone files that are read. */
export const READ_KINDS = [
  "mixed",
  "addresses",
  "delegations",
  "texts",
  "by hand",
  "long texts",
  "NSEC",
  "NSEC3",
] as const;

/** One of them. */
export type ReadKind = (typeof READ_KINDS)[number];

/** The origin that the reader is given; files that have another one say so. */
export const READ_ORIGIN = "large.example.";

const RECORDS = 200_000;
const HEAD = `$ORIGIN ${READ_ORIGIN}\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 3600 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.53\n`;

/** Writes a zone file of a kind into a folder. Gives its path. */
export async function writeReadZone(kind: ReadKind, folder: string): Promise<string> {
  const file = join(folder, kind);
  switch (kind) {
    case "mixed":
      await writeLargeZoneFile(file, READ_ORIGIN, RECORDS);
      break;
    case "addresses":
      await writeFile(file, HEAD + blocks(2, addresses));
      break;
    case "delegations":
      await writeFile(file, HEAD + blocks(4, delegation));
      break;
    case "texts":
      await writeFile(file, HEAD + blocks(1, text));
      break;
    case "by hand":
      await writeFile(file, HEAD + blocks(8, byHand));
      break;
    case "long texts":
      await writeFile(file, plainZone());
      break;
    case "NSEC":
    case "NSEC3": {
      const plain = join(folder, "plain");
      await writeFile(plain, plainZone());
      await signZone(PLAIN_ORIGIN, plain, file, kind === "NSEC" ? "nsec" : "nsec3");
      break;
    }
    default:
      return kind satisfies never;
  }
  return file;
}

/** So many lines of blocks that have so many records each. */
function blocks(records: number, block: (index: number) => string): string {
  let lines = "";
  for (let index = 0; index < RECORDS; index += records) lines += block(index);
  return lines;
}

function addresses(index: number): string {
  const [high, low] = [index >> 8, index & 0xff];
  return `host-${index} 300 IN A 198.51.${high & 0xff}.${low}\nhost-${index} 300 IN AAAA 2001:db8:${high.toString(16)}:${low}::1\n`;
}

function delegation(index: number): string {
  const name = `some-name-${index}.${READ_ORIGIN}`;
  const hoster = `hoster-${index % 97}.${READ_ORIGIN}`;
  const ds = `${name}\t86400\tIN\tDS\t${index % 0x10000} 13 2 ${"0123456789ABCDEF".repeat(4)}\n`;
  return (
    `${name}\t172800\tIN\tNS\tns1.${hoster}\n${name}\t172800\tIN\tNS\tns2.${hoster}\n` +
    (index % 8 === 0 ? ds : `${name}\t172800\tIN\tNS\tns3.${hoster}\n`) +
    `ns1.${name}\t172800\tIN\tA\t198.51.100.${index & 0xff}\n`
  );
}

function text(index: number): string {
  return `text-${index} IN TXT "v=spf1 include:_spf.mail-${index % 100}.example.net ip4:192.0.2.${index & 0xff} -all"\n`;
}

/** As somebody writes who aligns, comments and leaves out what can be. */
function byHand(index: number): string {
  return `; host number ${index}
host-${index}\t1h\tin\ta\t192.0.2.${index & 0xff}\t; its address
\t1h\tin\taaaa\t2001:db8::${(index & 0xffff).toString(16)}
\tin\tmx\t10 mail ; where mail goes
\tIN\tTXT\t( "first part of ${index}"
\t\t\t"and the second" )

www-${index}\tCNAME\thost-${index} ; an alias
_sip._tcp.h${index} IN SRV 0 5 5060 host-${index}
host-${index} CAA 0 issue "ca.example.net"
h${index} 3600 IN NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:x@example.com!" .
`;
}
