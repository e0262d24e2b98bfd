import { createSocket } from "node:dgram";
import { decodeMessage } from "../../dns/message.ts";
import { recordTypeOf } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { queryOf } from "../serve-text.ts";
import { nameOf } from "../zone-text.ts";
import { ORIGIN, recordsOf } from "./soak-zones.ts";

/** Looks at which version a secondary has. Nobody but the server tells it that there is another. */
export interface SecondaryWatch {
  /** The version that it showed last; 0 where it has none. */
  readonly version: () => number;
  /** The server serves this version from now on. */
  readonly note: (version: number) => void;
  /** Seconds from when a version was served until the secondary had it, or one after it. */
  readonly delays: readonly number[];
  /** How long it has not had what the server serves, in seconds; 0 where it has. */
  readonly behind: () => number;
  readonly stop: () => void;
}

/** Asks it for its serial, five times a second. */
export function watchSecondary(port: number): SecondaryWatch {
  const socket = createSocket("udp4");
  const waiting: { readonly version: number; readonly since: number }[] = [];
  const delays: number[] = [];
  let version = 0;
  socket.on("error", () => {}); // it may have ended; then it falls behind
  socket.on("message", (octets) => {
    version = serialIn(octets) ?? version;
    while (waiting[0] !== undefined && waiting[0].version <= version) {
      delays.push((performance.now() - waiting.shift()!.since) / 1000);
    }
  });
  const query = queryOf(`${ORIGIN} SOA`);
  const timer = setInterval(() => socket.send(query, port, "127.0.0.1"), 200);
  return {
    version: () => version,
    note: (served) => void waiting.push({ version: served, since: performance.now() }),
    delays,
    behind: () => (waiting[0] === undefined ? 0 : (performance.now() - waiting[0].since) / 1000),
    stop: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}

/** Whether the secondary has exactly the records of the version that it says: it is asked for all of them. */
export async function compareSecondary(port: number): Promise<string | undefined> {
  const found = await transferZone(nameOf(ORIGIN), { name: "secondary", address: "127.0.0.1", port });
  const version = serialOf(found.find(({ type }) => type === SOA)?.rdata);
  if (version === undefined) return "The secondary has a zone without SOA";
  const lines = new Set(found.map(printRecord));
  const expected = recordsOf(version);
  const missing = expected.filter((line) => !lines.has(line));
  if (missing.length === 0 && lines.size === expected.length) return undefined;
  return `The secondary's version ${version} has ${lines.size} records of ${expected.length}; not there: ${missing.slice(0, 3).join("; ")}`;
}

function serialIn(octets: Buffer): number | undefined {
  const message = decodeMessage(octets);
  if ("fault" in message) return undefined;
  return serialOf(message.answer.find(({ type }) => type === SOA)?.rdata);
}

function serialOf(rdata: string | undefined): number | undefined {
  return rdata === undefined ? undefined : (recordTypeOf(SOA)!.read(rdata).serial as number); // as the table says
}
