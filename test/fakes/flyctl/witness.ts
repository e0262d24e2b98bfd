import { readdirSync } from "node:fs";
import { CLASS_IN } from "../../../dns/classes.ts";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../../../dns/message.ts";
import { keyOf, printName } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import { CONTENT } from "../../../dns/zonemd.ts";
import { nameOf, typeOf } from "../../zone-text.ts";

/** What the world has seen: every content of every serial, and every query to a public address. */
export interface Witness {
  /** By `example.com. 2026112201`: each content that was shown under this serial. */
  readonly contents: ReadonlyMap<string, ReadonlySet<string>>;
  /** `dns udp iad/9070… example.com. 6`: app, transport, machine, name and type of each query. */
  readonly queries: readonly string[];
  /** Serials that were shown with two contents. Empty, or a promise was broken. */
  readonly broken: () => string[];
  /** A machine with these zones begins to answer: it is asked what it shows, for that need not be what its files say. */
  readonly serves: (
    folder: string,
    ask: (query: Uint8Array) => Promise<Uint8Array | undefined>,
  ) => Promise<void>;
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
    async serves(folder, ask) {
      for (const file of readdirSync(folder).filter((name) => name.endsWith(".zone"))) {
        const reply = await ask(zonemdQuery(file.slice(0, -"zone".length)));
        if (reply !== undefined) noteDigests(reply);
      }
    },
    answered(app, transport, machine, packet) {
      const reply = decodeMessage(packet);
      if ("fault" in reply) return;
      const [question] = reply.question;
      if (question !== undefined) {
        queries.push(`${app} ${transport} ${machine} ${printName(question.name)} ${question.type}`);
      }
      noteDigests(packet);
    },
  };

  function noteDigests(packet: Uint8Array): void {
    const reply = decodeMessage(packet);
    if ("fault" in reply) return;
    for (const { owner, type, rdata } of reply.answer) {
      const values = type === ZONEMD ? decode(type, rdata) : undefined;
      if (values?.type !== "ZONEMD") continue;
      // A zone that is signed where it is served has two: one of what is written, and one of all of it.
      const scheme = values.scheme === CONTENT ? ` of scheme ${CONTENT}` : "";
      note(
        `${printName(keyOf(owner))}${scheme}`,
        values.serial,
        Buffer.from(values.digest, "latin1").toString("hex"),
      );
    }
  }
}

function zonemdQuery(zone: string): Uint8Array {
  return encodeMessage({
    ...{ id: 1, opcode: 0, rcode: 0, flags: NO_FLAGS, answer: [], authority: [], additional: [] },
    question: [{ name: nameOf(zone), type: ZONEMD, class: CLASS_IN }],
  });
}

const ZONEMD = typeOf("ZONEMD");
