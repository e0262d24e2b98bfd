import { describe, expect, test } from "vitest";
import { nameOf, typeOf } from "../../test/zone-text.ts";
import type { Nameserver, Question } from "../verify/types.ts";
import { alignItems, answerFrom } from "./dig-answer.ts";
import { type DigItem, type DigMessage, readDigYaml } from "./dig-yaml.ts";

const NAMESERVER: Nameserver = { name: "ns1", address: "127.0.0.1", port: 5399 };
const WWW = question("www");
const MAIL = question("mail");
const FTP = question("ftp");
const ERROR = "- type: DIG_ERROR\n  message: |\n    no servers could be reached\n";

describe("what dig prints is read", () => {
  test("with its transport, time, flags, identifier and records", () => {
    expect(readDigYaml(messageText("www"))).toEqual([
      {
        kind: "message",
        message: {
          transport: "udp",
          port: 5399,
          size: 75,
          milliseconds: 4,
          status: "NOERROR",
          flags: ["qr", "aa"],
          question: "www.example.com. IN A",
          answer: ["www.example.com. 300 IN A 192.0.2.1"],
          authority: [],
          additional: [],
          records: 1,
          nsid: "iad/148e",
        },
      },
    ]);
  });

  test("item by item, when a server's text has broken one of them", () => {
    // RFC 8914 text comes as the server sent it, quotes and all.
    const broken = messageText("mail").replace("NSID:", 'EXTRA-TEXT: "a"b: c"\n          NSID:');
    const items = readDigYaml(messageText("www") + broken + ERROR + messageText("ftp"));
    expect(items.map(({ kind }) => kind)).toEqual(["message", "unreadable", "error", "message"]);
  });

  test.each([
    ["nothing", ""],
    ["a complaint about an option", "Invalid option: +yaml\nUsage: dig [@global-server] [domain]\n"],
    ["an item of another kind", "- type: SOMETHING\n  message: {}\n"],
    ["an item without a message", "- type: MESSAGE\n"],
    ["an item cut off in the middle", messageText("www").slice(0, 300)],
  ])("as unreadable when it is %s", (_, output) => {
    expect(readDigYaml(output)).toEqual([{ kind: "unreadable" }]);
  });
});

describe("items find their questions", () => {
  const ftp = item("ftp");
  const mail = item("mail");
  const error: DigItem = { kind: "error" };
  const unreadable: DigItem = { kind: "unreadable" };
  test.each<[string, DigItem[], (DigItem | undefined)[]]>([
    ["one for each", [item("www"), mail, ftp], [item("www"), mail, ftp]],
    ["none for a reply that dig could not read", [item("www"), ftp], [item("www"), undefined, ftp]],
    ["an error", [error, mail, ftp], [error, mail, ftp]],
    ["several errors for one question", [error, error, mail, ftp], [error, mail, ftp]],
    ["an error after a reply that could not be read", [error, ftp], [error, undefined, ftp]],
    ["an unreadable item", [item("www"), unreadable, ftp], [item("www"), unreadable, ftp]],
    ["nothing at all", [], [undefined, undefined, undefined]],
    ["more errors than questions", [error, error, error, error], [error, error, error]],
    ["a reply to none of the questions", [item("other"), mail], [undefined, mail, undefined]],
    [
      "a reply that does not say to which",
      [reply({ question: undefined }), mail],
      [reply({ question: undefined }), mail, undefined],
    ],
  ])("%s", (_, items, aligned) => {
    expect(alignItems([WWW, MAIL, FTP], items)).toEqual(aligned);
  });
});

describe("a reply becomes an answer", () => {
  test("whose records are those of the zone file reader", () => {
    expect(answerFrom(message({}), NAMESERVER, "udp")).toMatchObject({
      outcome: "reply",
      rcode: 0,
      aa: true,
      answer: [{ owner: nameOf("www.example.com."), type: typeOf("A"), ttl: 300, rdata: "\xc0\x00\x02\x01" }],
    });
  });

  test.each<[string, Partial<DigMessage>, "udp" | "tcp"]>([
    ["it comes from another port", { port: 53 }, "udp"],
    ["it came over UDP where TCP was asked for", {}, "tcp"],
    ["it is no reply but dig's own question, which came back to it", { flags: ["ad"] }, "udp"],
    ["its status has no number", { status: "ODD" }, "udp"],
    [
      "a record has a type whose text we do not know",
      { answer: ["www.example.com. 300 IN NOTATYPE x"] },
      "udp",
    ],
  ])("not where %s", (_, part, transport) => {
    expect(answerFrom(message(part), NAMESERVER, transport)).toBeUndefined();
  });

  test("that is malformed where it says that it has more records than dig could read", () => {
    expect(answerFrom(message({ records: 3 }), NAMESERVER, "udp")).toMatchObject({
      outcome: "malformed",
      reason: "the reply says that it has 3 records, and dig could read 1",
    });
  });

  test.each([
    ["NXDOMAIN", 3],
    ["BADCOOKIE", 23],
    ["?12", 12],
    ["RESERVED15", 15],
  ])("with the number of %s", (status, rcode) => {
    expect(answerFrom(message({ status }), NAMESERVER, "udp")).toMatchObject({ rcode });
  });
});

function question(label: string): Question {
  return { name: nameOf(`${label}.example.com.`), type: typeOf("A") };
}

function messageText(label: string): string {
  return `- type: MESSAGE
  message:
    type: AUTH_RESPONSE
    query_time: !!timestamp 2026-11-22T17:54:45.394Z
    response_time: !!timestamp 2026-11-22T17:54:45.398Z
    message_size: 75b
    socket_family: INET
    socket_protocol: UDP
    response_address: "127.0.0.1"
    response_port: 5399
    query_address: "0.0.0.0"
    query_port: 0
    response_message_data:
      opcode: QUERY
      status: NOERROR
      id: 20873
      flags: qr aa
      QUESTION: 1
      ANSWER: 1
      AUTHORITY: 0
      ADDITIONAL: 1
      OPT_PSEUDOSECTION:
        EDNS:
          version: 0
          flags:
          udp: 1232
          NSID: 69 61 64 2f 31 34 38 65 ("iad/148e")
      QUESTION_SECTION:
        - '${label}.example.com. IN A'
      ANSWER_SECTION:
        - '${label}.example.com. 300 IN A 192.0.2.1'
`;
}

function item(label: string): DigItem {
  return readDigYaml(messageText(label))[0]!;
}

function message(part: Partial<DigMessage>): DigMessage {
  const [www] = readDigYaml(messageText("www"));
  if (www?.kind !== "message") throw new Error("The sample cannot be read");
  return { ...www.message, ...part };
}

function reply({ question: asked }: { question: string | undefined }): DigItem {
  const { question: _, ...rest } = message({});
  return { kind: "message", message: asked === undefined ? rest : { ...rest, question: asked } };
}
