import { createSocket } from "node:dgram";
import { once } from "node:events";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../../dns/message.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { type Fault, startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { Answer, Asker, Nameserver, Question, Transport } from "../verify/types.ts";
import { findDig } from "./dig.ts";
import { builtInClient } from "./dns-client.ts";

const COUNT = 80;
const LONG = `${"\\001".repeat(60)}.${"\\001".repeat(60)}.${"\\001".repeat(60)}.${"\\001".repeat(57)}`;
const ODD_NAMES = [
  "a\\.b",
  '\\"x',
  "a\\032b",
  "\\000",
  "\\255",
  "\\;",
  "it's",
  "-dash",
  "--",
  "\\@",
  "\\@192.0.2.1",
  "+plus",
  "+tcp",
  "#",
  "\\$",
  "a:\\032b",
  "\\\\",
  "*",
  "\\(",
  "\\009",
  "%s%n",
  "!x",
  "&x",
  "{x}",
  "UPPER",
  LONG,
];
const ODD_TEXTS = ["it's", 'a \\"quote\\"', "a \\\\ backslash", "\\000\\010\\200\\255", "; - : # {", ""];
const ZONE = zoneOf(
  "example.com.",
  [
    "@ SOA ns1 h 1 2 3 4 60",
    "@ NS ns1",
    ...Array.from({ length: COUNT }, (_, n) => `n${n} A 192.0.2.${n}`),
    ...Array.from({ length: 10 }, (_, n) => `big TXT "${String(n).repeat(200)}"`),
    ...ODD_NAMES.map((name, n) => `${name} TXT "${n}"`),
    ...ODD_TEXTS.map((text) => `texts TXT "${text}"`),
    "odd TYPE65280 \\# 4 0a000001",
  ].join("\n"),
);
const NUMBERED = Array.from({ length: COUNT }, (_, n) => question(`n${n}`, "A"));
const hasDig = requireTool("dig", "bind9-dnsutils");

describe.each(["built-in", "dig"] as const)("%s", (kind) => {
  describe.skipIf(kind === "dig" && !hasDig)("gives the answers", () => {
    let asker: Asker;
    beforeAll(async () => {
      asker = kind === "dig" ? (await findDig())! : builtInClient;
    });

    describe.each<Transport>(["udp", "tcp"])("over %s", (transport) => {
      test("to many questions, in their order", async () => {
        const answers = await ask(transport, NUMBERED, {});
        expect(answers.map(addressOf)).toEqual(NUMBERED.map((_, n) => `192.0.2.${n}`));
      });

      test("to questions with odd names, which are never taken for options", async () => {
        const questions = ODD_NAMES.map((name) => question(name, "TXT"));
        const answers = await ask(transport, questions, {});
        expect(answers.map(textsOf)).toEqual(ODD_NAMES.map((_, n) => [`"${n}"`]));
        expect(answers.some(({ instead }) => instead)).toBe(false);
      });

      test("with odd data as it is in the zone", async () => {
        const [texts, odd] = await ask(
          transport,
          [question("texts", "TXT"), question("odd", "TYPE65280")],
          {},
        );
        const zoneTexts = ZONE.records.filter(({ owner }) => owner === nameOf("texts.example.com."));
        expect(texts).toMatchObject({ answer: zoneTexts });
        expect(odd).toMatchObject({
          answer: [{ rdata: "\x0a\x00\x00\x01" }],
          nsid: "faulty",
          aa: true,
          rcode: 0,
        });
      });

      test("tells how many questions are done with", async () => {
        let done = 0;
        const onDone = (count: number) => {
          done += count;
        };
        await ask(transport, [...NUMBERED, question("big", "TXT")], {}, { onDone });
        expect(done).toBe(COUNT + 1);
      });

      test("to a question that is too long for a batch file of dig, from another client then", async () => {
        const label = "\\001".repeat(63);
        const name = nameOf(`${label}.${label}.${label}.${label.slice(0, 4 * 61)}.`);
        const [answer] = await ask(transport, [{ name, type: typeOf("TXT") }], {});
        expect(answer).toMatchObject({ outcome: "reply", rcode: 3 });
        expect(answer!.instead).toBe(kind === "dig" ? true : undefined);
      });

      test("until the nameserver stays silent for several questions in a row", async () => {
        const answers = await ask(transport, NUMBERED, { silent: () => true }, { timeout: 200 });
        expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["no-reply", "not-asked"]));
        expect(answers[0]!.outcome).toBe("no-reply");
      });
    });

    test("over TCP where they are too long for UDP", async () => {
      const [answer] = await ask("udp", [question("big", "TXT")], {});
      expect(answer).toMatchObject({ outcome: "reply", transport: "tcp", fitsUdp: false });
      expect(textsOf(answer!)).toHaveLength(10);
    });

    test("not over TCP where that is closed, and says why", async () => {
      const [answer] = await ask("udp", [question("big", "TXT")], { closed: ["tcp"] });
      expect(answer).toMatchObject({
        outcome: "no-reply",
        reason: "truncated over UDP, and over TCP: the port is closed (ECONNREFUSED)",
      });
    });

    test.each<[string, Fault]>([
      ["comes in small pieces", { pieces: 7 }],
      ["closes after every answer", { closeAfter: 1 }],
      ["closes after some answers", { closeAfter: 7 }],
    ])("from a connection that %s", async (_, fault) => {
      const answers = await ask("tcp", NUMBERED, fault);
      expect(answers.map(addressOf)).toEqual(NUMBERED.map((_question, n) => `192.0.2.${n}`));
      expect(answers.some(({ instead }) => instead)).toBe(false);
    });

    test("of the nameserver, and not a packet with another id that comes before", async () => {
      const nameserver = await startSpoofed();
      const [answer] = await asker.ask(nameserver, "udp", [question("n1", "A")], { timeout: 10_000 });
      expect(addressOf(answer!)).toBe("192.0.2.1");
    });

    async function ask(
      transport: Transport,
      questions: readonly Question[],
      fault: Fault,
      options: { timeout?: number; onDone?: (count: number) => void } = {},
    ): Promise<Answer[]> {
      const { port, stop } = await startFaultyNameserver(ZONE, fault);
      onTestFinished(stop);
      return asker.ask({ name: "faulty", address: "127.0.0.1", port }, transport, questions, {
        timeout: 10_000,
        ...options,
      });
    }
  });
});

test.skipIf(!hasDig)(
  "dig does not wait question by question for a nameserver that never answered",
  async () => {
    const arrived = new Set<string>();
    const { port, stop } = await startFaultyNameserver(ZONE, {
      silent: ({ question: [asked] }) => arrived.add(asked!.name).size > 0,
    });
    onTestFinished(stop);
    const dig = (await findDig())!;
    const nameserver = { name: "faulty", address: "127.0.0.1", port };
    const answers = await dig.ask(nameserver, "udp", NUMBERED.slice(0, 20), { timeout: 1_000 });
    expect(answers.every(({ outcome }) => outcome === "no-reply" || outcome === "not-asked")).toBe(true);
    expect(arrived.size).toBeLessThanOrEqual(2); // it may have sent the second when it is ended
  },
);

describe("the built-in client", () => {
  test("takes answers over TCP in any order", async () => {
    const { port, stop } = await startFaultyNameserver(ZONE, { swaps: true });
    onTestFinished(stop);
    const nameserver = { name: "faulty", address: "127.0.0.1", port };
    const answers = await builtInClient.ask(nameserver, "tcp", NUMBERED, { timeout: 10_000 });
    expect(answers.map(addressOf)).toEqual(NUMBERED.map((_, n) => `192.0.2.${n}`));
  });

  test("sends a question again as often as it is told to", async () => {
    let lost = 0;
    const { port, stop } = await startFaultyNameserver(ZONE, { silent: () => lost++ < 2 });
    onTestFinished(stop);
    const nameserver = { name: "faulty", address: "127.0.0.1", port };
    const [answer] = await builtInClient.ask(nameserver, "udp", [question("n1", "A")], {
      timeout: 1_000,
      tries: 3,
    });
    expect(addressOf(answer!)).toBe("192.0.2.1");
  });
});

/** Sends before each answer one that has another id and another address. */
async function startSpoofed(): Promise<Nameserver> {
  const socket = createSocket("udp4");
  onTestFinished(() => {
    socket.close();
  });
  socket.on("message", (packet, { port, address }) => {
    const query = decodeMessage(packet);
    if ("fault" in query) return;
    const reply = (id: number, last: string) =>
      encodeMessage({
        ...query,
        id,
        flags: { ...NO_FLAGS, qr: true, aa: true },
        answer: [
          {
            owner: query.question[0]!.name,
            type: typeOf("A"),
            class: 1,
            ttl: 1,
            rdata: `\xc0\x00\x02${last}`,
          },
        ],
      });
    socket.send(reply(query.id ^ 1, "\x63"), port, address);
    socket.send(reply(query.id, "\x01"), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { name: "spoofed", address: "127.0.0.1", port: socket.address().port };
}

function question(owner: string, type: string): Question {
  return { name: nameOf(`${owner}.example.com.`), type: typeOf(type) };
}

/** The data of the only answer, as text. */
function addressOf(answer: Answer): string {
  return textsOf(answer).join();
}

function textsOf(answer: Answer): string[] {
  if (answer.outcome !== "reply") return [answer.reason];
  return answer.answer.map((record) => printRecord(record).split(" ").slice(4).join(" "));
}
