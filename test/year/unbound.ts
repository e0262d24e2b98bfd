import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { decodeMessage } from "../../dns/message.ts";
import { NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { freePort } from "../../scripts/free-port.ts";
import { nameOf, typeOf } from "../zone-text.ts";
import type { Authorities } from "./authorities.ts";
import type { FakedClock } from "./faked-clock.ts";

/** What a resolver says of an answer: that it failed is how it says that it is bogus. */
export type Said = "secure" | "insecure" | "bogus";

/** Unbound with a cache, and a clock that others set. */
export interface Unbound {
  readonly port: number;
  /** Forgets all that it holds, as of its time: what it forgot comes back when the clock goes back. */
  readonly forget: () => Promise<void>;
  /** Asks "name TYPE". */
  readonly ask: (question: string) => Promise<Said>;
  readonly stop: () => Promise<void>;
}

/** What it does. */
export interface UnboundWays {
  /** A folder for its files, which is there. */
  readonly folder: string;
  readonly clock: FakedClock;
  /** The root's key, as a line of a zone file; undefined: it validates nothing, and is a cache alone. */
  readonly anchor: string | undefined;
  /** It asks the nameservers, or another resolver at this port. */
  readonly asks: Pick<Authorities, "root" | "parent" | "year"> | number;
  /** It denies by the NSEC that it holds, without asking (RFC 8198 §5). */
  readonly isEager?: boolean;
}

/** Starts it. */
export async function startUnbound({
  folder,
  clock,
  anchor,
  asks,
  isEager = false,
}: UnboundWays): Promise<Unbound> {
  const port = await freePort();
  const config = join(folder, "unbound.conf");
  const control = join(folder, "control");
  writeFileSync(
    config,
    `server:
  interface: 127.0.0.1
  port: ${port}
  num-threads: 1
  do-daemonize: no
  use-syslog: no
  logfile: ""
  chroot: ""
  username: ""
  pidfile: ""
  directory: "${folder}"
  do-ip6: no
  do-not-query-localhost: no
  module-config: "${anchor === undefined ? "iterator" : "validator iterator"}"
${anchor === undefined ? "" : `  trust-anchor: "${anchor}"\n`}  harden-algo-downgrade: yes
  val-sig-skew-min: 0
  val-sig-skew-max: 0
  val-bogus-ttl: 1
  aggressive-nsec: ${isEager ? "yes" : "no"}
  qname-minimisation: no
  target-fetch-policy: "0 0 0 0 0"
remote-control:
  control-enable: yes
  control-interface: ${control}
  control-use-cert: no
${upstreams(asks)}`,
  );
  const child = spawn("unbound", ["-d", "-c", config], {
    env: clock.environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const lines: string[] = [];
  const started = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (lines.length < 50) lines.push(line);
      if (line.includes("start of service")) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await started)) throw new Error(`Unbound does not start:\n${lines.join("\n")}`);
  return {
    port,
    forget: async () => {
      await command(control, "flush_zone .");
      await command(control, "flush_infra all");
    },
    ask: (question) => ask(port, question),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function upstreams(asks: UnboundWays["asks"]): string {
  if (typeof asks === "number") return `forward-zone:\n  name: "."\n  forward-addr: 127.0.0.1@${asks}\n`;
  const stub = (name: string, ports: readonly number[]) =>
    `stub-zone:\n  name: "${name}"\n  stub-prime: no\n${ports.map((each) => `  stub-addr: 127.0.0.1@${each}\n`).join("")}`;
  return `${stub(".", [asks.root])}${stub("example.", [asks.parent])}${stub("year.example.", asks.year)}`;
}

/** What unbound-control does: to start that costs more than all questions of a time. */
async function command(socket: string, words: string): Promise<void> {
  const connection = connect(socket);
  connection.end(`UBCT1 ${words}\n`);
  const answer = await text(connection);
  if (!answer.startsWith("ok")) throw new Error(`Unbound answers ${words} with ${JSON.stringify(answer)}`);
}

async function ask(port: number, question: string): Promise<Said> {
  const [name = "", type = ""] = question.split(" ");
  const query = Buffer.concat([
    Buffer.from([0x59, 0x59, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 1]), // RD
    Buffer.from(nameOf(name), "latin1"),
    Buffer.from([typeOf(type) >> 8, typeOf(type) & 0xff, 0, 1]),
    Buffer.from([0, 0, 41, 0x10, 0, 0, 0, 0x80, 0, 0, 0]), // OPT with DO
  ]);
  const socket = createSocket("udp4");
  try {
    socket.connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.send(query);
    const [packet] = (await once(socket, "message", { signal: AbortSignal.timeout(PATIENCE) })) as [Buffer]; // what it emits
    const message = decodeMessage(packet);
    if ("fault" in message) throw new Error(`Unbound answers ${question} with ${message.fault}`);
    if (message.rcode !== NOERROR && message.rcode !== NXDOMAIN) return "bogus";
    return message.flags.ad ? "secure" : "insecure";
  } catch (cause) {
    throw new Error(`Unbound does not answer ${question}`, { cause });
  } finally {
    socket.close();
  }
}

const PATIENCE = 60_000; // milliseconds, on a busy machine
