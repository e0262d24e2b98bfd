import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The zone that changes with every version; a secondary has it, too. */
export const ORIGIN = "soak.example.";
/** A zone that is there in even versions only. */
export const GUEST = "guest.example.";
/** A signed zone, which stays as it is. */
export const SIGNED = "signed.example.";

/** Names `host-0` to `host-1999` with an address each. */
export const HOSTS = 2000;

/** The records of the changing zone in a version, a line each, as our printer writes them. The version is its serial. */
export function recordsOf(version: number): readonly string[] {
  return [soaOf(version), ...STAYS, ...changingOf(version)];
}

/** The address of a host, which is another in every version where its number ends in 7. */
export function addressOf(host: number, version: number): string {
  return `198.51.100.${host % 10 === 7 ? (host + version) % 250 : host % 250}`;
}

/** The records of the guest. */
const GUEST_RECORDS: readonly string[] = [
  `${GUEST} 300 IN SOA ns.${GUEST} host.${GUEST} 1 7200 3600 1209600 60`,
  `${GUEST} 300 IN NS ns.example.net.`,
  `www.${GUEST} 300 IN A 192.0.2.80`,
];

/** The signed zone before it is signed, relative to its origin. */
export const TO_BE_SIGNED = `@ SOA ns host 1 7200 3600 1209600 60
@ NS ns
ns A 192.0.2.1
www A 192.0.2.2
*.wild TXT "wild"
sub NS ns.sub
ns.sub A 192.0.2.3
`;

/** What a text record of many strings says: more than fits into a packet. */
export const LARGE: readonly string[] = Array.from(
  { length: 12 },
  (_, index) => `"${String.fromCharCode(97 + index).repeat(200)}"`,
);

/**
 * Writes the files of a version into a folder: the zones, and how one comes to this version from those before it, of
 * which the last few stay. Each file is there in one piece.
 */
export function writeVersion(folder: string, version: number, first: number): void {
  const journal = join(folder, "soak.example.journal");
  mkdirSync(journal, { recursive: true });
  if (version > first) {
    const step = join(journal, `${version - 1}-${version}`);
    put(`${step}.removed`, [soaOf(version - 1), ...changingOf(version - 1)]);
    put(`${step}.added`, [soaOf(version), ...changingOf(version)]);
    for (const kind of ["removed", "added"]) {
      rmSync(join(journal, `${version - STEPS - 1}-${version - STEPS}.${kind}`), { force: true });
    }
  }
  put(join(folder, "soak.example.zone"), recordsOf(version));
  const guest = join(folder, "guest.example.zone");
  if (version % 2 === 0) put(guest, GUEST_RECORDS);
  else rmSync(guest, { force: true });
}

/** So many versions back, a secondary gets what has changed. */
const STEPS = 5;

const soaOf = (version: number) =>
  `${ORIGIN} 300 IN SOA ns.${ORIGIN} host.${ORIGIN} ${version} 7200 3600 1209600 60`;

const STAYS: readonly string[] = [
  `${ORIGIN} 300 IN NS ns.${ORIGIN}`,
  `${ORIGIN} 300 IN MX 10 mail.${ORIGIN}`,
  `ns.${ORIGIN} 300 IN A 192.0.2.1`,
  `ns.${ORIGIN} 300 IN AAAA 2001:db8::1`,
  `mail.${ORIGIN} 300 IN A 192.0.2.25`,
  `*.wild.${ORIGIN} 300 IN TXT "wild"`,
  `alias.${ORIGIN} 300 IN CNAME version.${ORIGIN}`,
  `outside.${ORIGIN} 300 IN CNAME www.example.net.`,
  `tree.${ORIGIN} 300 IN DNAME new.${ORIGIN}`,
  `a.new.${ORIGIN} 300 IN A 192.0.2.99`,
  `sub.${ORIGIN} 300 IN NS ns.sub.${ORIGIN}`,
  `ns.sub.${ORIGIN} 300 IN A 192.0.2.3`,
  `below.nothing.${ORIGIN} 300 IN A 192.0.2.4`,
  ...LARGE.map((text) => `large.${ORIGIN} 300 IN TXT ${text}`),
  ...hosts((host) => host % 10 !== 7).map((host) => hostLine(host, 0)),
];

/** What a version has of its own, beside its SOA. */
function changingOf(version: number): readonly string[] {
  return [
    `version.${ORIGIN} 300 IN TXT "version ${version}"`,
    ...(version % 2 === 0 ? [`even.${ORIGIN} 300 IN A 192.0.2.22`] : []),
    ...hosts((host) => host % 10 === 7).map((host) => hostLine(host, version)),
  ];
}

function hosts(isOne: (host: number) => boolean): number[] {
  return Array.from({ length: HOSTS }, (_, host) => host).filter(isOne);
}

function hostLine(host: number, version: number): string {
  return `host-${host}.${ORIGIN} 300 IN A ${addressOf(host, version)}`;
}

/** A file that is read while it is written would be half a zone. */
function put(path: string, lines: readonly string[]): void {
  writeFileSync(`${path}.new`, `${lines.join("\n")}\n`);
  renameSync(`${path}.new`, path);
}
