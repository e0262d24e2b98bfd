import { ALIAS } from "../../dns/alias-type.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import { expandName, MAX_NAME_LENGTH } from "../query/query-record.ts";
import { ALIAS_KNOWN } from "../tables/overlay.ts";
import {
  EXTRA_BASE,
  EXTRA_LINK,
  EXTRA_REQUIRED,
  MAX_LINKS,
  RECORD_HEAD,
  ROW,
  RRSET_ALIAS,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables/tables.ts";
import { aliased, writeAliased } from "./aliased.ts";
import { answer, writeRRset } from "./answer.ts";
import { MAX_POINTER } from "./limits.ts";

/**
 * Writes the additional section of the RRset noted in `extrasOf`. What does not fit is left out, whole RRsets
 * at a time; only a referral without its required glue is truncated (RFC 9471 §3.1).
 */
export function addAdditional(tables: Tables): void {
  const { rows, extras } = tables;
  const { out } = answer;
  const row = answer.extrasOf * ROW;
  const first = rows[row + RRSET_EXTRAS]!;
  const end = first + rows[row + RRSET_EXTRA_COUNT]!;
  places[0] = answer.extrasAt;
  for (let extra = first; extra < end; extra++) {
    const flags = extras[2 * extra + 1]!;
    const link = (flags >>> EXTRA_LINK) & MAX_LINKS;
    const base = places[(flags >>> EXTRA_BASE) & MAX_LINKS]!;
    places[link] = link === 0 ? answer.extrasAt : NOWHERE;
    if (base === NOWHERE) continue;
    let ownerAt = base + (flags & 0xffff);
    // Where the name is itself a pointer, the owner points to where that points.
    if (out[ownerAt]! >= 0xc0) ownerAt = ((out[ownerAt]! & 0x3f) << 8) | out[ownerAt + 1]!;
    const isRequired = (flags & EXTRA_REQUIRED) !== 0;
    const isFar = ownerAt > MAX_POINTER;
    if (isFar && !isRequired) continue;
    const rrset = extras[2 * extra]!;
    if ((rows[rrset * ROW + RRSET_TYPE]! & 0xffff) === ALIAS) {
      addAliased(tables, rows[rrset * ROW + RRSET_ALIAS]!, ownerAt);
      continue;
    }
    const start = answer.at;
    const records = isFar ? writeFar(tables, rrset, ownerAt) : writeRRset(tables, rrset, 0, ownerAt);
    answer.additionals += records;
    if (link !== 0 && records > 0) places[link] = start;
    if (records === 0 && isRequired) answer.truncated = true;
  }
}

/** Adds what the target of an alias has, as far as that is known. */
function addAliased(tables: Tables, alias: number, ownerAt: number): void {
  if (writeAliased(tables, alias, A, ownerAt) === ALIAS_KNOWN) answer.additionals += aliased.records;
  if (writeAliased(tables, alias, AAAA, ownerAt) === ALIAS_KNOWN) answer.additionals += aliased.records;
}

/** Where the RRset and its links stand in the message, NOWHERE for those that were left out. */
const places = new Int32Array(MAX_LINKS + 1);
const NOWHERE = -1;

const owner = new Uint8Array(MAX_NAME_LENGTH);

/**
 * Writes glue, which has no signatures, with the owner in full that stands at `ownerAt`: no pointer leads
 * there.
 */
function writeFar({ rows, heap }: Tables, rrset: number, ownerAt: number): number {
  const { out } = answer;
  const row = rrset * ROW;
  const records = rows[row + RRSET_TYPE]! >>> 16;
  const size = rows[row + RRSET_LENGTHS]! & 0xffff;
  const ownerLength = expandName(out, answer.at, ownerAt, owner);
  if (answer.at + size + (ownerLength - POINTER_LENGTH) * records > answer.end) return 0;
  let from = rows[row + RRSET_DATA]!;
  for (const end = from + size; from < end; ) {
    for (let at = 0; at < ownerLength; at++) out[answer.at++] = owner[at]!;
    const next = from + RECORD_HEAD + ((heap[from + 10]! << 8) | heap[from + 11]!);
    for (from += POINTER_LENGTH; from < next; from++) out[answer.at++] = heap[from]!;
  }
  return records;
}

const POINTER_LENGTH = 2; // to the owner, before each record in the heap
