import { BADCOOKIE, rcodeName } from "../../dns/message-rcode.ts";
import type { Finding } from "./findings.ts";
import type { FuzzResult } from "./fuzz.ts";
import { BATCH } from "./put-packets.ts";

/** A run for people: what was put to what, what came back, and what was found. */
export function printFuzzResult(result: FuzzResult): string {
  const { packets, udp, tcp, texts, resident, findings } = result;
  const [before, after] = packets.memory;
  return [
    `seed ${result.seed}`,
    `packets in process: ${count(packets.packets)}, ${microseconds(packets.milliseconds, packets.packets)} each, ` +
      `the slowest batch of ${BATCH} ${microseconds(packets.slowestBatch, BATCH)} each`,
    `  answers: ${shares(packets.rcodes, packets.silent, packets.packets)}`,
    `  memory after warm-up and at the end: heap ${megabytes(before.heap)} and ${megabytes(after.heap)}, ` +
      `resident ${megabytes(before.resident)} and ${megabytes(after.resident)}`,
    `packets over UDP: ${count(udp.packets)}, ${count(udp.replies)} replies`,
    `packets over TCP: ${count(tcp.packets)}, ${count(tcp.replies)} replies`,
    `  the server's resident memory: ${megabytes(resident[0])} and ${megabytes(resident[1])}`,
    ...texts.map(
      ([part, { texts: number, octets, slowest }]) =>
        `${part}: ${count(number)} texts, ${megabytes(octets)}, the slowest ${slowest.toFixed(0)} ms`,
    ),
    findings.length === 0 ? "nothing found" : `found: ${findings.length}`,
    ...findings.map(printFinding),
    "",
  ].join("\n");
}

/** A finding in lines of its own. */
export function printFinding({ part, what, input }: Finding): string {
  return `\n${part}: ${what}\n  ${input}`;
}

function shares(rcodes: readonly number[], silent: number, packets: number): string {
  const found = rcodes.flatMap((number, rcode) => (number === 0 ? [] : [[nameOf(rcode), number] as const]));
  return [...found, ["silence", silent] as const]
    .map(([name, number]) => `${name} ${((100 * number) / Math.max(1, packets)).toFixed(1)} %`)
    .join(", ");
}

/** An answer's response code by the four bits in its header: the seven of BADCOOKIE is never YXRRSET, which UPDATE has. */
function nameOf(low: number): string {
  return rcodeName(low === (BADCOOKIE & 0x0f) ? BADCOOKIE : low);
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function microseconds(milliseconds: number, packets: number): string {
  return `${((1000 * milliseconds) / Math.max(1, packets)).toFixed(1)} µs`;
}

function megabytes(octets: number): string {
  return `${(octets / 1e6).toFixed(1)} MB`;
}
