import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeMessage } from "../dns/message.ts";
import { freePort } from "../scripts/free-port.ts";
import { benchQuery } from "./bench-query.ts";
import { startServer } from "./start-server.ts";
import { askSteadily, type Heard } from "./steady-client.ts";

const FLOOD = 100_000; // questions a second
const SECONDS = 5;
const ORIGIN = "bench.example.";
const SECRET = "000102030405060708090a0b0c0d0e0f";

/** One prefix asks one question 100,000 times a second, as if its address were made up; others ask meanwhile. */
export async function floodBench(): Promise<void> {
  console.log(
    "\n| | asked a second | answered whole | with TC | not at all |\n| --- | --- | --- | --- | --- |",
  );
  await underFlood("limits off", ["--rrl-rate", "0"]);
  await underFlood("limits on", ["--rrl-allow", "none"]);
}

async function underFlood(title: string, options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  const hosts = Array.from({ length: 1000 }, (_, index) => `host-${index} A 192.0.2.${index % 256}`);
  const zone = `$ORIGIN ${ORIGIN}\n$TTL 300\n@ SOA ns host 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n${hosts.join("\n")}\n`;
  writeFileSync(join(folder, `${ORIGIN}zone`), zone);
  const flooded = `host-1.${ORIGIN}`;
  writeFileSync(join(folder, "flood"), `${flooded} A\n`);
  const http = await freePort();
  const server = await startServer(folder, [...options, "--http", `127.0.0.1:${http}`], {
    ZONEPIPE_COOKIE_SECRETS: SECRET,
  });
  try {
    const { port } = server;
    const earlier = { port, perSecond: 100, seconds: 1, queries: [queryFor(`ns.${ORIGIN}`)] };
    for (const from of ["127.5.5.5", "127.6.6.6"]) await askSteadily({ ...earlier, from });
    const others = Array.from({ length: 1000 }, (_, index) => queryFor(`host-${index}.${ORIGIN}`));
    const steady = { port, perSecond: 1000, seconds: SECONDS };
    const cookie = await serverCookie("127.1.1.77", port, flooded);
    const [flood, ...steadily] = await Promise.all([
      runFlood(folder, port),
      askSteadily({ ...steady, from: "127.2.2.1", queries: others }),
      askSteadily({ ...steady, from: "127.1.1.77", queries: [queryFor(flooded, cookie)] }),
      askSteadily({ ...steady, from: "127.1.1.88", queries: others.slice(2) }),
      askSteadily({ ...steady, from: "127.1.1.99", queries: [queryFor(flooded)] }),
    ]);
    const [first, withCookie, otherNames, same] = steadily;
    const truncated =
      (await truncatedSoFar(http)) - steadily.reduce((sum, heard) => sum + heard.truncated, 0);
    const perSecond = [flood.sent, flood.answered - truncated, truncated, flood.sent - flood.answered];
    const numbers = perSecond.map((count) => Math.round(count / SECONDS));
    console.log(`| ${title}: the flood, in the name of 127.1.1.0/24 | ${numbers.join(" | ")} |`);
    console.log(row("another prefix, all names", first!));
    console.log(row("the flooded prefix, with a server cookie, the same question", withCookie!));
    console.log(row("the flooded prefix, other names", otherNames!));
    console.log(row("the flooded prefix, the same question", same!));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks the one question from sixteen ports of an address, with dnsperf. */
async function runFlood(folder: string, port: number): Promise<{ sent: number; answered: number }> {
  const words = ["-s", "127.0.0.1", "-p", `${port}`, "-a", "127.1.1.1", "-d", join(folder, "flood")];
  const more = ["-l", `${SECONDS}`, "-Q", `${FLOOD}`, "-c", "16", "-q", "1000"];
  const { stdout } = await promisify(execFile)("dnsperf", [...words, ...more]);
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
  return { sent: number(/Queries sent:\s+(\d+)/), answered: number(/Queries completed:\s+(\d+)/) };
}

async function truncatedSoFar(http: number): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
  return Number(/^zonepipe_truncated_total (\d+)$/m.exec(page)?.[1]);
}

/** The cookie that a client at this address has after its first question, in octets. */
async function serverCookie(from: string, port: number, name: string): Promise<string> {
  const socket = createSocket("udp4");
  socket.bind(0, from);
  await once(socket, "listening");
  socket.send(queryFor(name, "\x01\x02\x03\x04\x05\x06\x07\x08"), port, "127.0.0.1");
  const [answer] = (await once(socket, "message")) as [Buffer]; // what a socket hears
  socket.close();
  const message = decodeMessage(answer);
  return "fault" in message ? "" : (message.edns?.options.find(({ code }) => code === COOKIE)?.data ?? "");
}

const COOKIE = 10; // RFC 7873 §4

/** A question for the address of a name, with a cookie in octets where there is one. */
function queryFor(name: string, cookie?: string): Buffer {
  const options = cookie === undefined ? [] : [{ code: COOKIE, data: cookie }];
  return benchQuery(name, "A", { do: false, options });
}

function row(title: string, { asked, whole, truncated }: Heard): string {
  const numbers = [asked, whole, truncated, asked - whole - truncated].map((count) =>
    Math.round(count / SECONDS),
  );
  return `| ${title} | ${numbers.join(" | ")} |`;
}
