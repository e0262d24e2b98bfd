import { Fault } from "../../dns/fault.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { Tokens } from "../../dns/tokens.ts";
import { type Octets, Writer } from "../../dns/wire.ts";
import { nextEntry } from "../../dns/zone-file/next-entry.ts";
import { openSource } from "../../dns/zone-file/source.ts";

/** The wire form of one rdata in zone file text, its names absolute. Throws the type's faults. */
export function parseRdata(type: AnyRecordType, text: string): Octets {
  const tokens = new Tokens();
  const source = openSource("", Buffer.from(`${text}\n`, "utf8"));
  nextEntry(source, tokens);
  if (source.fault !== undefined) throw new Fault(source.fault.message, source.fault.help, source.fault.rule);
  const out = new Writer();
  type.parse(tokens, out);
  return out.since(0);
}
