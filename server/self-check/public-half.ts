/** A key that is at hand to sign zones with. */
export interface PublicHalf {
  /** DNSSEC algorithm number. */
  readonly algorithm: number;
  /** As DNSKEY has it, in base64. */
  readonly publicKey: string;
}
