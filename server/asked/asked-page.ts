import type { Name } from "../../dns/name.ts";
import { isName, parseName, printName } from "../../dns/name.ts";
import { typeCode, typeName } from "../../dns/types.ts";
import { digestAsked } from "./asked-digest.ts";
import type { AskedRecord } from "./asked-record.ts";

/**
 * What was asked for, as JSON: the RRsets and the missing names that were asked for most, `limit` of each; or, where there is
 * an `of`, those RRsets of it that are served (`www.example.com./A,…`), and where there is a `zone`, all of that zone's together.
 * With a `digest` it is all of it in bounded space. Undefined where that cannot be read.
 */
export async function askedPage(record: AskedRecord, search: URLSearchParams): Promise<string | undefined> {
  const since = new Date(record.since).toISOString();
  if (search.has("digest")) {
    const now = record.now();
    const digest = await digestAsked(record, now);
    return `${JSON.stringify({ version: 1, since, until: new Date(now).toISOString(), asked: [], digest })}\n`;
  }
  const wanted = search.get("of");
  if (wanted !== null) {
    const rrsets = readRRsets(wanted);
    if (rrsets === undefined) return undefined;
    const found = await Promise.all(rrsets.map(({ name, type }) => record.of(name, type)));
    const asked = found.filter((rrset) => rrset !== undefined).map(describe);
    return `${JSON.stringify({ version: 1, since, asked })}\n`;
  }
  const origin = search.get("zone");
  if (origin !== null) {
    const zone = parseName(origin);
    if (!isName(zone)) return undefined;
    const found = await record.ofZone(zone);
    const all = found && { ...found, name: printName(zone), since: new Date(found.since).toISOString() };
    return `${JSON.stringify({ version: 1, since, asked: [], ...(all && { zone: all }) })}\n`;
  }
  const limit = search.get("limit") ?? "20";
  if (!/^[1-9][0-9]{0,3}$/.test(limit)) return undefined;
  const asked = (await record.most(Number(limit))).map(describe);
  const missing = record
    .missing(Number(limit))
    .map(({ name, count, error }) => ({ name: printName(name), most: count, least: count - error }));
  return `${JSON.stringify({ version: 1, since, asked, missing })}\n`;
}

type Described = Awaited<ReturnType<AskedRecord["most"]>>[number];

function describe({ name, type, count, since }: Described) {
  return { name: printName(name), type: typeName(type), count, since: new Date(since).toISOString() };
}

/** Undefined where one of them is none. */
function readRRsets(text: string): readonly { readonly name: Name; readonly type: number }[] | undefined {
  const rrsets: { name: Name; type: number }[] = [];
  for (const one of text.split(",")) {
    const slash = one.lastIndexOf("/"); // names may have one, too
    const name = parseName(one.slice(0, Math.max(slash, 0)));
    const type = typeCode(one.slice(slash + 1));
    if (slash < 1 || !isName(name) || type === undefined) return undefined;
    rrsets.push({ name, type });
  }
  return rrsets;
}
