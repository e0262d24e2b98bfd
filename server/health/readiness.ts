import { type Name, printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { askUdp } from "../ask/ask-udp.ts";
import { serialIn } from "../ask/authority.ts";
import type { OwnPorts } from "../ask/own-ports.ts";
import type { AskOwn } from "../ask/own-question.ts";
import { localProxyHeader } from "../query/proxy-header.ts";

/** Says whether this server answers. */
export interface Readiness {
  /** Why it does not answer, a sentence; undefined when it does. It never rejects. */
  readonly fault: () => Promise<string | undefined>;
  /** From now on it says that the server is stopping. */
  readonly stop: () => void;
}

/**
 * Readiness by a real question to the server's own ports, over UDP and TCP: a server whose process is alive may still be
 * deaf. Each time the next of the zones is asked for. What was found holds for a second, so that asking us often does
 * not load the server.
 *
 * @param unsigned zones that wait for their signatures, or cannot have them: with one of these it is not ready
 */
export function makeReadiness(
  { udp, tcp, proxied }: OwnPorts,
  zones: () => readonly Name[],
  unsigned: () => readonly Name[] = () => [],
): Readiness {
  const ways = [
    ...(udp === undefined ? [] : [{ transport: "UDP", ask: askUdp(udp) }]),
    ...(tcp === undefined ? [] : [{ transport: "TCP", ask: askTcp(tcp) }]),
    ...(proxied === undefined
      ? []
      : [{ transport: "TCP with a PROXY header", ask: askTcp(proxied, localProxyHeader()) }]),
  ];
  let turn = 0;
  let isStopping = false;
  let found: Promise<string | undefined> | undefined;
  return { fault, stop };

  async function fault(): Promise<string | undefined> {
    if (isStopping) return STOPPING;
    found ??= look();
    return await found.then((reason) => (isStopping ? STOPPING : reason));
  }

  function stop(): void {
    isStopping = true;
  }

  async function look(): Promise<string | undefined> {
    const reason = sayUnsigned(unsigned()) ?? (await ask());
    setTimeout(() => {
      found = undefined;
    }, HOLDS).unref();
    return reason;
  }

  async function ask(): Promise<string | undefined> {
    const served = zones();
    const origin = served[turn++ % served.length];
    return origin === undefined ? "There is no zone" : await whatIsWrong(origin, ways);
  }
}

function sayUnsigned(zones: readonly Name[]): string | undefined {
  const [first] = zones;
  if (first === undefined) return undefined;
  const others = zones.length === 1 ? "" : ` and ${zones.length - 1} more`;
  return `${printName(first)}${others} without signatures`;
}

const STOPPING = "The server is stopping";
const HOLDS = 1_000; // milliseconds
const PATIENCE = 1_500; // milliseconds; Fly's checks wait for two seconds

async function whatIsWrong(
  origin: Name,
  ways: readonly { readonly transport: string; readonly ask: AskOwn }[],
): Promise<string | undefined> {
  const deadline = performance.now() + PATIENCE;
  const faults = await Promise.all(
    ways.map(async ({ transport, ask }) => {
      const [answer] = await ask([{ name: origin, type: SOA }], deadline);
      const serial = serialIn(origin, answer!); // as many answers as questions
      return typeof serial === "number" ? [] : [`${printName(origin)} over ${transport}: ${serial.fault}`];
    }),
  );
  return faults.flat().join("; ") || undefined;
}
