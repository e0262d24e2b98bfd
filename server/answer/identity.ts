/** Who answers: what NSID (RFC 5001) and the CHAOS names (RFC 4892) tell. */
export interface Identity {
  /** The NSID option, code and length included. */
  readonly nsidOption: Uint8Array;
  /** Rdata of the TXT for `id.server` and `hostname.bind`. */
  readonly serverText: Uint8Array;
  /** Rdata of the TXT for `version.server` and `version.bind`. */
  readonly versionText: Uint8Array;
}

/** Makes it of plain texts; of each at most 255 octets are told. */
export function makeIdentity(server: string, version: string): Identity {
  const name = Buffer.from(server).subarray(0, MAX_STRING);
  const release = Buffer.from(version).subarray(0, MAX_STRING);
  return {
    nsidOption: Buffer.concat([Buffer.from([0, NSID, 0, name.length]), name]),
    serverText: Buffer.concat([Buffer.from([name.length]), name]),
    versionText: Buffer.concat([Buffer.from([release.length]), release]),
  };
}

const MAX_STRING = 255; // RFC 1035 §3.3
const NSID = 3; // RFC 5001 §2.1
