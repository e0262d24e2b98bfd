import { decode, encode, type Name, parseName, parseRecord, printRecord, typeCode } from "zonepipe/dns";

const owner = parseName("example.com.") as Name; // a whole name without escapes
const rdata = encode({ type: "CAA", flags: 0, tag: "issue", value: "ca.example.net" });
const line = printRecord({ owner, ttl: 3600, type: typeCode("CAA") ?? 0, rdata });
console.log(line);

const record = parseRecord(line);
if ("rdata" in record) console.log(JSON.stringify(decode(record.type, record.rdata)));
