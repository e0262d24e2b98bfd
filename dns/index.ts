// What others may use, as `zonepipe/dns`: all that is here, and nothing else of the folder. Inside, nobody imports this
// file. Its comments `## …` are the titles of docs/reference/dns-library.md.

// ## Names

export {
  childOf,
  compareNames,
  isAtOrBelow,
  isBelow,
  isName,
  isWildcard,
  keyOf,
  labelCount,
  labelsOf,
  MAX_LABEL_LENGTH,
  MAX_NAME_LENGTH,
  type Name,
  type NameFault,
  parentOf,
  parseName,
  printName,
  printRelative,
  ROOT,
} from "./name.ts";

// ## Record types and their data

export { canonicalRdata } from "./canonical.ts";
export { Fault } from "./fault.ts";
export { encode } from "./records/encode.ts";
export {
  decode,
  type Rdata,
  RECORD_TYPES,
  recordTypeNamed,
  recordTypeOf,
  type UnknownRdata,
} from "./records/index.ts";
export type { AnyRecordType, RecordType, RecordTypeEntry, Refusal } from "./records/record-type.ts";
export { typeCode, typeName } from "./types.ts";
export type { Octets } from "./wire.ts";

// ## Zones and zone files

export { type Fix, type Position, type Problem, printProblem, type Severity } from "./problem.ts";
export type { Zone, ZoneRecord } from "./zone.ts";
export { type ParsedRecord, type ParsedZoneFile, parseRecord, parseZoneFile } from "./zone-file/parse.ts";
export { printRdata, printRecord, sortRecords } from "./zone-file/print.ts";
export type { IncludedFile, ReadOptions } from "./zone-file/read-options.ts";

// ## Messages

export {
  decodeMessage,
  encodeMessage,
  type Flags,
  type Message,
  type MessageQuestion,
  type MessageRecord,
  NO_FLAGS,
} from "./message.ts";
export type { Edns, EdnsOption } from "./message-edns.ts";

// ## Serials and TTLs

export { addToSerial, compareSerials, MAX_SERIAL } from "./serial.ts";
export { MAX_TTL, parseTtl } from "./ttl.ts";

// ## Digests of zones and keys

export { dsOf, fitsKey, keyTag } from "./key-digest.ts";
export { verifyZonemd, type ZonemdAlgorithm, type ZonemdOutcome, zonemdDigest } from "./zonemd.ts";

// ## TSIG

export type { TsigAlgorithm } from "./tsig/algorithms.ts";
export { appendSignature, signatureRoom } from "./tsig/append.ts";
export { type AnswerFault, answerFault, describeFault } from "./tsig/check-answer.ts";
export { parseTsigKey, printTsigKey, type TsigKey } from "./tsig/key.ts";
export type { MacContext } from "./tsig/mac.ts";
