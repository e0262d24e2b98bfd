import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { printName } from "../dns/name.ts";
import type { Zone } from "../dns/zone.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { zoneOf } from "./zone-text.ts";

/** Signs a zone with BIND's tools (Debian's package bind9utils) and new keys; `nsec3` chooses how it denies. */
export async function signZone(zone: Zone, denial: "nsec" | "nsec3"): Promise<Zone> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-sign-"));
  const origin = printName(zone.origin);
  try {
    await writeFile(join(folder, "zone"), zone.records.map((record) => `${printRecord(record)}\n`).join(""));
    const keygen = ["-q", "-a", "ECDSAP256SHA256", origin];
    await run("dnssec-keygen", ["-f", "KSK", ...keygen], { cwd: folder });
    await run("dnssec-keygen", keygen, { cwd: folder });
    const nsec3 = denial === "nsec3" ? ["-3", "-", "-H", "0"] : [];
    await run("dnssec-signzone", ["-q", "-S", ...nsec3, "-o", origin, "-f", "signed", "zone"], {
      cwd: folder,
    });
    return zoneOf(origin, await readFile(join(folder, "signed"), "latin1"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
