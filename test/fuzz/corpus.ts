import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clientAt } from "../../server/query/client.ts";
import { seededRandom } from "../differential/random.ts";
import { checkReply } from "./check-reply.ts";
import { makePacket, type Packet, u16 } from "./packet.ts";
import { damagedQuery } from "./queries.ts";
import type { Target } from "./targets.ts";

/** Damaged queries that each led to another kind of answer, and those kinds: kept, so that a change of one shows. */
export const CORPUS = join(import.meta.dirname, "corpus/packets.txt");

/** One query of the corpus. */
export interface KeptQuery {
  /** Which of the targets is asked. */
  readonly target: number;
  readonly transport: "udp" | "tcp";
  readonly query: Uint8Array;
  /** What came of it, see `kindOf`. */
  readonly kind: string;
}

/** The corpus, a query a line: `target transport kind query`, the last in hex. */
export function readCorpus(): KeptQuery[] {
  return readFileSync(CORPUS, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [target, transport, kind, query] = line.split(" ");
      return {
        target: Number(target),
        transport: transport === "tcp" ? "tcp" : "udp",
        query: Buffer.from(query!, "hex"),
        kind: kind!,
      };
    });
}

/** Lines of a corpus: of so many damaged queries the shortest that leads to each kind of answer. */
export function makeCorpus(targets: readonly Target[], seed: number, queries: number): string[] {
  const random = seededRandom(seed, 7);
  const packet = makePacket();
  const kept = new Map<string, KeptQuery>();
  for (let count = 0; count < queries; count++) {
    const target = count % targets.length;
    const transport = random.chance(0.7) ? "udp" : "tcp";
    damagedQuery(packet, targets[target]!.names, random);
    const query = packet.octets.slice(0, packet.length);
    const kind = kindOf(targets[target]!, query, transport);
    const key = `${target} ${transport} ${roughly(kind)}`;
    const other = kept.get(key);
    if (other === undefined || other.query.length > query.length)
      kept.set(key, { target, transport, query, kind });
  }
  return [...kept.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { target, transport, kind, query }]) =>
      [target, transport, kind, Buffer.from(query).toString("hex")].join(" "),
    );
}

/** Kinds whose sections have no, one or more records are told apart, and no others. */
function roughly(kind: string): string {
  return kind.replace(/\/.*/, (rest) =>
    rest.replace(/\/\d+$/, "").replaceAll(/\d+/g, (count) => (Number(count) > 1 ? "n" : count)),
  );
}

/**
 * What kind of answer a query gets: `silent`, or its flags and response code in hex, how many records its sections have,
 * and its length. Throws where the answer is no answer.
 */
export function kindOf(target: Target, query: Uint8Array, transport: "udp" | "tcp"): string {
  const limit = LIMITS[transport];
  const octets = new Uint8Array(LIMITS.tcp);
  octets.set(query);
  const packet: Packet = { octets, length: query.length };
  const reply = out.subarray(0, target.respond(octets, query.length, out.subarray(0, limit), limit, CLIENT));
  const fault = target.takeError() ?? checkReply(packet, reply, transport);
  if (fault !== undefined) throw new Error(`${Buffer.from(query).toString("hex")}: ${fault}`);
  if (reply.length === 0) return "silent";
  const counts = [4, 6, 8, 10].map((at) => u16(reply, at)).join(".");
  return `${u16(reply, 2).toString(16).padStart(4, "0")}/${counts}/${reply.length >> LENGTH_BITS}`;
}

const LENGTH_BITS = 5; // kinds are told apart by steps of 32 octets
const LIMITS = { udp: 1232, tcp: 65535 } as const;
const CLIENT = clientAt("192.0.2.1", 53);
const out = new Uint8Array(LIMITS.tcp);
