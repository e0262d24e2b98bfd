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
  return readDnsperf(await dnsperf(host, port, load, []));
}

/** Asks so many questions a second; gives how long each answer took, in milliseconds, too. */
export async function askAtRate(
  { host, port }: Pick<Running, "host" | "port">,
  load: Load,
  perSecond: number,
): Promise<Asked & { readonly took: readonly number[] }> {
  const output = await dnsperf(host, port, load, ["-Q", String(Math.max(1, Math.round(perSecond))), "-v"]);
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
/** TCP connections, which stay open: ours takes 100 from one address. */
export const CONNECTIONS = 50;

const CLIENTS = {
  udp: ["-m", "udp", "-T", `${THREADS}`, "-c", `${PORTS}`, "-q", `${OUTSTANDING}`],
  tcp: ["-m", "tcp", "-T", "1", "-c", `${CONNECTIONS}`, "-q", `${OUTSTANDING}`],
};
const EDNS = { none: [], edns: ["-e"], do: ["-D"] };
/** Seconds after which a question counts as lost. */
const TIMEOUT = "1";

async function dnsperf(host: string, port: number, load: Load, more: readonly string[]): Promise<string> {
  const { row, questions, seconds, client } = load;
  const words = ["-s", host, "-p", `${port}`, "-d", questions, "-l", `${seconds}`, "-t", TIMEOUT, "-W"];
  const command = ["-c", client, "dnsperf", ...words, ...CLIENTS[row.transport], ...EDNS[row.edns], ...more];
  const { stdout } = await promisify(execFile)("taskset", command, { maxBuffer: 1 << 30 });
  return stdout;
}
