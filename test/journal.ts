import { canonicalRdata } from "../dns/canonical.ts";
import { keyOf } from "../dns/name.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { printRecord } from "../dns/zone-file/print.ts";

/** The records of a zone file as lines, in canonical form and in one order: what a secondary has of it. */
export function linesOf(text: string): string[] {
  const { records, problems } = parseZoneFile({ file: "test", bytes: Buffer.from(text, "latin1") });
  if (problems[0] !== undefined) throw new Error(problems[0].message);
  const lines = records.map(({ owner, type, ttl, rdata }) =>
    printRecord({ owner: keyOf(owner), type, ttl, rdata: canonicalRdata(type, rdata) }),
  );
  return [...new Set(lines)].sort();
}

/**
 * What a secondary makes of a version that it has and the files of a journal (RFC 1995 §4). It throws where the files do
 * not lead from there to `to`, where a record that goes is not there, and where one that comes is there already.
 *
 * @param files by their names
 */
export function followJournal(
  text: string,
  from: number,
  to: number,
  files: ReadonlyMap<string, string>,
): string[] {
  const lines = new Set(linesOf(text));
  let serial = from;
  for (let steps = 0; serial !== to; steps++) {
    const removed = [...files.keys()].find((name) =>
      new RegExp(`(?:^|/)${serial}-\\d+\\.removed$`).test(name),
    );
    if (removed === undefined || steps > files.size) throw new Error(`Nothing leads on from ${serial}`);
    const path = removed.slice(0, -".removed".length);
    const [out, come] = [files.get(removed)!, files.get(`${path}.added`)!];
    for (const part of [out, come])
      if (!/^\S+ \d+ IN SOA /.test(part)) throw new Error("The first is no SOA");
    for (const line of linesOf(out)) if (!lines.delete(line)) throw new Error(`${line} was not there`);
    for (const line of linesOf(come)) {
      if (lines.has(line)) throw new Error(`${line} was there`);
      lines.add(line);
    }
    serial = Number(path.split("-").at(-1));
  }
  return [...lines].sort();
}
