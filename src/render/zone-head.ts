import zonefile from "dns-zonefile";
import { type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

// No wall clock here: the same zone must give the same bytes.
const TEMPLATE = `; zone {zone}, rendered by zonepipe: change the YAML, not this file
{$origin}
{$ttl}

{name} {ttl}	IN	SOA	{mname}{rname}(
	{serial} ; serial
	{refresh} ; refresh
	{retry} ; retry
	{expire} ; expire
	{minimum} ; minimum: the TTL of negative answers
)

{ns}
`;

// Its own types leave out the template, and want numbers where it writes whatever text it is given.
const layOut = zonefile.generate as unknown as (zone: object, template: string) => string;

/** The first line of every file that we render; a file that begins otherwise is not ours to replace or remove. */
export const HEAD_MARK = /^; zone .*, rendered by zonepipe: /;

/** The head of a rendered file: `$ORIGIN`, `$TTL`, SOA and apex NS, laid out by dns-zonefile. */
export function layOutHead(
  origin: Name,
  defaultTtl: number,
  soa: ZoneRecord,
  nameservers: readonly ZoneRecord[],
): string {
  const rdata = decode(soa.type, soa.rdata);
  if (rdata.type !== "SOA") throw new Error(`Cannot lay out the head of ${printName(origin)}: no SOA`);
  const head = layOut(
    {
      $origin: forTemplate(origin),
      // Texts, not numbers: dns-zonefile leaves out a TTL that is the number 0.
      $ttl: String(defaultTtl),
      soa: {
        name: "@",
        ttl: String(soa.ttl),
        mname: forTemplate(rdata.mname),
        rname: forTemplate(rdata.rname),
        serial: String(rdata.serial),
        refresh: String(rdata.refresh),
        retry: String(rdata.retry),
        expire: String(rdata.expire),
        minimum: String(rdata.minimum),
      },
      ns: nameservers.map((record) => {
        const ns = decode(record.type, record.rdata);
        if (ns.type !== "NS") throw new Error(`Cannot lay out the head of ${printName(origin)}: not NS`);
        return { name: "@", ttl: String(record.ttl), host: forTemplate(ns.target) };
      }),
    },
    TEMPLATE,
  );
  return `${head.trimEnd()}\n`;
}

/**
 * A name as dns-zonefile can carry it: it fills its template with String.replace, which reads `$&` in what it puts
 * in, and fills `{key}` there too. A `$` is doubled, and braces are written as escapes.
 */
function forTemplate(name: Name): string {
  return printName(name).replaceAll("{", "\\123").replaceAll("}", "\\125").replaceAll("$", "$$$$");
}
