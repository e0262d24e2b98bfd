import type { AddressBlock } from "../address/address-block.ts";

/** What the server is told about limits on its answers over UDP. */
export interface RateLimits {
  /** Answers of one kind that the clients of one prefix get in a second; 0 for no limit. */
  readonly rate: number;
  /** Of the answers above it, each so manieth goes out with TC and without data, the others are not sent; 0 for none. */
  readonly slip: number;
  /** For how many seconds a prefix may be in debt: so long it must stay below the rate until it gets answers again. */
  readonly window: number;
  /** Buckets: a prefix takes one for each kind of answer that it gets. */
  readonly tableSize: number;
  /**
   * Nothing is held back, it is only told what would be. `auto` is so until there are clients in more than one prefix:
   * where all that comes seems to come from one, something stands between, and would be limited for everybody.
   */
  readonly logOnly: "yes" | "no" | "auto";
  /** Clients that are never limited. */
  readonly unlimited: readonly AddressBlock[];
  /** The most octets that are sent to who has no server cookie of ours; undefined where that makes no difference. */
  readonly cookielessSize: number | undefined;
}

/** Bits of an address that make a prefix: those of BIND's `ipv4-prefix-length` and `ipv6-prefix-length`. */
export const IPV4_PREFIX = 24;
export const IPV6_PREFIX = 56;
