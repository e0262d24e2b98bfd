import { type Problem, printProblem } from "../../dns/problem.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseRecord, parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import type { ReadOptions } from "../../dns/zone-file/read-options.ts";
import { compile } from "../../server/tables/compile/compile.ts";
import { addRecord, addZone, makeStaging } from "../../server/tables/compile/staging.ts";
import { nameOf } from "../zone-text.ts";
import type { TextTarget } from "./put-texts.ts";
import { fuzzZones } from "./zones.ts";

/**
 * Zone files before our reader and before the server's tables: whatever a file holds, there are problems with a
 * place in it, or records that read back as they are.
 */
export function zoneTexts(): TextTarget {
  return {
    part: "zone files",
    seeds: fuzzZones().flatMap((zones) => Object.values(zones)),
    dictionary: DICTIONARY,
    check,
  };
}

const DICTIONARY = [
  ...'( ) " \\ ; @ * . .. $TTL $ORIGIN $INCLUDE $GENERATE \\# \\000 \\255 \\256 \\25 \\. \\( IN CH HS ANY NONE'.split(
    " ",
  ),
  ..."A NS CNAME SOA PTR HINFO MX TXT RP AFSDB AAAA LOC SRV NAPTR CERT DNAME DS SSHFP RRSIG NSEC DNSKEY".split(
    " ",
  ),
  ..."DHCID NSEC3 NSEC3PARAM TLSA SMIMEA CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS SPF EUI48 EUI64".split(
    " ",
  ),
  ..."URI CAA TYPE0 TYPE1 TYPE65535 TYPE65536 CLASS1 CLASS3 OPT AXFR -1 0 1 255 256 65535 65536".split(" "),
  ..."2147483647 2147483648 4294967295 4294967296 1h30m 1w 1y 99999999999999999999 0x10 1e3".split(" "),
  ..."192.0.2.1 192.0.2 192.0.2.256 ::1 :: 2001:db8::192.0.2.1 1::2::3 alpn=h2 port= key0 mandatory=alpn".split(
    " ",
  ),
  ..."ipv4hint=192.0.2.1 no-default-alpn ech=AAAA 20380119031408 20040409183619 AAAA==== =A +/+/ ff f".split(
    " ",
  ),
  "1-9",
  "0-4294967295",
  "1-65535/1",
  "\u0024{0,3,d}",
  "\u0024{0,99,x}",
  "x$y",
  "\n",
  "\n\n  ",
  "l".repeat(63),
  "l".repeat(64),
  `${"a.".repeat(127)}b`,
  '"a b"',
  '"',
  "\\# 4 c0000201",
  "\\# 0",
];

function check(text: string): string | undefined {
  const bytes = Buffer.from(text, "latin1");
  const options: ReadOptions = {
    file: "zone",
    bytes,
    origin: nameOf("example.com."),
    include: () => ({ refused: "there are no other files" }),
  };
  const { records, problems } = parseZoneFile(options);
  return (
    faultOfProblems(problems, text) ??
    faultOfRecords(records) ??
    faultOfProblems(problemsOfCompiling(options), text)
  );
}

/** What is wrong with problems: a place outside the file, or words that no person wrote. */
export function faultOfProblems(problems: readonly Problem[], text: string): string | undefined {
  const lines = text.split(/\r\n|\r|\n/).length + 1;
  for (const problem of problems) {
    const line = printProblem(problem);
    if (problem.line < 1 || problem.line > lines || problem.column < 1)
      return `a place outside the file: ${line}`;
    if (/\bundefined\b|\bNaN\b|\[object |function /.test(line)) return `words of the machine: ${line}`;
    if (problem.message === "" || problem.help === "") return `a problem says nothing: ${line}`;
  }
  return undefined;
}

/** What is wrong with records: their text does not read back to them. */
export function faultOfRecords(records: readonly ZoneRecord[]): string | undefined {
  for (const record of records.slice(0, MOST_RECORDS)) {
    const line = printRecord(record);
    const back = parseRecord(line);
    if ("message" in back) return `a record does not read back: ${line} (${back.message})`;
    const isSame =
      back.owner === record.owner &&
      back.type === record.type &&
      back.ttl === record.ttl &&
      back.rdata === record.rdata;
    if (!isSame) return `a record reads back as another: ${line}`;
  }
  return undefined;
}

/** $GENERATE makes thousands of the same kind. */
const MOST_RECORDS = 500;

/** The server's own way: tables, where the reader has no problems. */
function problemsOfCompiling(options: ReadOptions): readonly Problem[] {
  const staging = makeStaging(options.bytes.length);
  const zone = addZone(staging, Buffer.from(options.origin!, "latin1"), options.file);
  let isInZone = true;
  const problems = readZoneFile(options, (record) => {
    isInZone = addRecord(staging, zone, record) && isInZone;
  });
  if (problems.length > 0 || !isInZone) return [];
  const compiled = compile(staging);
  return "problems" in compiled ? compiled.problems.map(({ problem }) => problem) : [];
}
