import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeMessage } from "../../../dns/message.ts";
import { keyOf, printName } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import { typeOf } from "../../zone-text.ts";

/** What the world has seen: every content of every serial, and every query to a public address. */
export interface Witness {
  /** By `example.com. 2026112201`: each content that was shown under this serial. */
  readonly contents: ReadonlyMap<string, ReadonlySet<string>>;
  /** `dns udp iad/9070… example.com. 6`: app, transport, machine, name and type of each query. */
  readonly queries: readonly string[];
  /** Serials that were shown with two contents. Empty, or a promise was broken. */
  readonly broken: () => string[];
  /** A machine with these zones begins to answer. */
  readonly serves: (folder: string) => void;
  /** A reply went out at a public address. */
  readonly answered: (app: string, transport: string, machine: string, reply: Uint8Array) => void;
}

/** A witness who has seen nothing yet. */
export function makeWitness(): Witness {
  const contents = new Map<string, Set<string>>();
  const queries: string[] = [];
  const note = (zone: string, serial: number, content: string) => {
    const key = `${zone} ${serial}`;
    contents.set(key, (contents.get(key) ?? new Set()).add(content));
  };
  return {
    contents,
    queries,
    broken: () =>
      [...contents].flatMap(([key, seen]) => (seen.size > 1 ? [`${key}: ${[...seen].join(", ")}`] : [])),
    serves(folder) {
      for (const file of readdirSync(folder).filter((name) => name.endsWith(".zone"))) {
        const text = readFileSync(join(folder, file), "latin1");
        for (const [, serial, digest] of text.matchAll(ZONEMD_LINE)) {
          note(
            `${file.slice(0, -"zone".length)}`,
            Number(serial),
            digest!.replace(/[\s()]/g, "").toLowerCase(),
          );
        }
      }
    },
    answered(app, transport, machine, packet) {
      const reply = decodeMessage(packet);
      if ("fault" in reply) return;
      const [question] = reply.question;
      if (question !== undefined) {
        queries.push(`${app} ${transport} ${machine} ${printName(question.name)} ${question.type}`);
      }
      for (const { owner, type, rdata } of reply.answer) {
        if (type !== ZONEMD) continue;
        const values = decode(type, rdata);
        if (values.type !== "ZONEMD") continue;
        note(printName(keyOf(owner)), values.serial, Buffer.from(values.digest, "latin1").toString("hex"));
      }
    },
  };
}

const ZONEMD = typeOf("ZONEMD");

// A rendered zone has one ZONEMD, of scheme 1 and algorithm 1 (RFC 8976).
const ZONEMD_LINE = /\bZONEMD\s+(\d+)\s+1\s+1\s+((?:[0-9A-Fa-f()]|[ \t])+)/g;
