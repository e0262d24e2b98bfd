import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Asked, readDnsperf, readLatencies } from "./dnsperf-output.ts";
import type { Row } from "./rows.ts";
import type { Running } from "./start.ts";

/** How long, and how much at most. */
interface Load {
  readonly row: Pick<Row, "transport" | "edns">;
  readonly questions: string;
  readonly seconds: number;
  /** Processors, as taskset takes them. */
  readonly client: string;
}

/** Asks as fast as answers come, by dnsperf. */
export async function askAtOnce({ host, port }: Pick<Running, "host" | "port">, load: Load): Promise<Asked> {
  return readDnsperf(await dnsperf(host, port, load, ["-l", String(load.seconds)]));
}

/** Asks each question of the file once, as fast as answers come. */
export async function warmUp(
  { host, port }: Pick<Running, "host" | "port">,
  load: Omit<Load, "seconds">,
): Promise<void> {
  await dnsperf(host, port, load, ["-n", "1", "-l", MOST_WARM_UP]);
}

/** Asks so many questions a second; gives how long each answer took, in milliseconds, too. */
export async function askAtRate(
  { host, port }: Pick<Running, "host" | "port">,
  load: Load,
  perSecond: number,
): Promise<Asked & { readonly took: readonly number[] }> {
  const output = await dnsperf(host, port, load, [
    "-l",
    String(load.seconds),
    "-Q",
    String(Math.max(1, Math.round(perSecond))),
    "-v",
  ]);
  return { ...readDnsperf(output), took: readLatencies(output) };
}

/** Source ports over UDP. */
export const PORTS = 1000;
/** dnsperf has 256 sockets in each of its threads at most, so there are as many threads as have that many. */
const THREADS = 4;
/**
 * Questions that wait for an answer at a time, over all ports. A socket whose server does not ask for more holds 256 packets, and Linux
 * may count a quarter that was read as not free yet, so with fewer none is lost while the server waits for its processor.
 */
export const OUTSTANDING = 180;
/**
 * TCP connections, which stay open. Knot and BIND let 10 wait until they are accepted, and who comes above that tries again after a
 * second.
 */
export const CONNECTIONS = 10;

const CLIENTS = {
  udp: ["-m", "udp", "-T", `${THREADS}`, "-c", `${PORTS}`, "-q", `${OUTSTANDING}`],
  tcp: ["-m", "tcp", "-T", "1", "-c", `${CONNECTIONS}`, "-q", `${OUTSTANDING}`],
};
const EDNS = { none: [], edns: ["-e"], do: ["-D"] };
/** Seconds, should a server hardly answer. */
const MOST_WARM_UP = "20";
/** Seconds after which a question counts as lost. */
const TIMEOUT = "1";

async function dnsperf(
  host: string,
  port: number,
  load: Omit<Load, "seconds">,
  more: readonly string[],
): Promise<string> {
  const { row, questions, client } = load;
  const words = ["-s", host, "-p", `${port}`, "-d", questions, "-t", TIMEOUT, "-W"];
  const command = ["-c", client, "dnsperf", ...words, ...CLIENTS[row.transport], ...EDNS[row.edns], ...more];
  const { stdout } = await promisify(execFile)("taskset", command, { maxBuffer: 1 << 30 });
  return stdout;
}
