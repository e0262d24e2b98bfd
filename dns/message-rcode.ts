/** Response codes that code asks for by name (IANA, "DNS RCODEs"). */
export const NOERROR = 0;
export const FORMERR = 1;
export const SERVFAIL = 2;
export const NXDOMAIN = 3;
export const NOTIMP = 4;
export const REFUSED = 5;
export const YXDOMAIN = 6;
export const NOTAUTH = 9;
export const BADVERS = 16;
export const BADCOOKIE = 23;

/** The mnemonic of a response code, or `RCODEnnn` where it has none. */
export function rcodeName(rcode: number): string {
  return NAMES.get(rcode) ?? `RCODE${rcode}`;
}

/** The response code of a mnemonic in upper case, or of a text that ends in its number, as in `RESERVED12`. */
export function rcodeOf(text: string): number | undefined {
  const code = CODES.get(text);
  if (code !== undefined) return code;
  const digits = /[0-9]{1,4}$/.exec(text)?.[0];
  return digits === undefined || Number(digits) > MAX_RCODE ? undefined : Number(digits);
}

const MAX_RCODE = 0xfff; // four bits in the header and eight in OPT (RFC 6891 §6.1.3)

const NAMES: ReadonlyMap<number, string> = new Map([
  [NOERROR, "NOERROR"],
  [FORMERR, "FORMERR"],
  [SERVFAIL, "SERVFAIL"],
  [NXDOMAIN, "NXDOMAIN"],
  [NOTIMP, "NOTIMP"],
  [REFUSED, "REFUSED"],
  [YXDOMAIN, "YXDOMAIN"],
  [7, "YXRRSET"],
  [8, "NXRRSET"],
  [NOTAUTH, "NOTAUTH"],
  [10, "NOTZONE"],
  [11, "DSOTYPENI"],
  [BADVERS, "BADVERS"],
  [17, "BADKEY"],
  [18, "BADTIME"],
  [19, "BADMODE"],
  [20, "BADNAME"],
  [21, "BADALG"],
  [22, "BADTRUNC"],
  [BADCOOKIE, "BADCOOKIE"],
]);

const CODES: ReadonlyMap<string, number> = new Map([...NAMES].map(([code, name]) => [name, code]));
