/** What the error field of TSIG says (RFC 8945 §3); they are no response codes of the message. */
export const BADSIG = 16;
/** There is no such key, or not with this algorithm. */
export const BADKEY = 17;
/** The clocks differ by more than the fudge. */
export const BADTIME = 18;

/** The mnemonic of an error, or its number in words. */
export function tsigErrorName(error: number): string {
  switch (error) {
    case BADSIG:
      return "BADSIG";
    case BADKEY:
      return "BADKEY";
    case BADTIME:
      return "BADTIME";
    case BADTRUNC:
      return "BADTRUNC";
    default:
      return `TSIG error ${error}`;
  }
}

/** Its MAC is shorter than the other end wants. We want no more than the RFC does, so we never say it. */
const BADTRUNC = 22;
