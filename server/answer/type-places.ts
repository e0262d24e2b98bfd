/**
 * The types that answers are counted by, each with its place behind `TYPES`: those that people ask for. All others share the last
 * place, so that nobody makes more of them by asking.
 */
export const TYPE_PLACES: readonly (readonly [name: string, type: number])[] = [
  ["A", 1],
  ["NS", 2],
  ["CNAME", 5],
  ["SOA", 6],
  ["PTR", 12],
  ["MX", 15],
  ["TXT", 16],
  ["AAAA", 28],
  ["SRV", 33],
  ["NAPTR", 35],
  ["DS", 43],
  ["DNSKEY", 48],
  ["NSEC3PARAM", 51],
  ["TLSA", 52],
  ["CDS", 59],
  ["CDNSKEY", 60],
  ["ZONEMD", 63],
  ["SVCB", 64],
  ["HTTPS", 65],
  ["ANY", 255],
  ["CAA", 257],
];

/** The place of all other types. */
export const OTHER_TYPES = TYPE_PLACES.length;

/** The place of a type. */
export function placeOfType(type: number): number {
  return type < PLACES.length ? PLACES[type]! : OTHER_TYPES;
}

const PLACES = new Uint8Array(258).fill(OTHER_TYPES);
for (const [place, [, type]] of TYPE_PLACES.entries()) PLACES[type] = place;
