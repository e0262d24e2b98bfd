import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": '@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\n@ TXT "x"\nalias CNAME nothing',
});
const chaos = (question: string) => ask(question, { class: 3 });

test.each([
  ["id.server. TXT", 'id.server. 0 IN TXT "server-1"'],
  ["hostname.bind. TXT", 'hostname.bind. 0 IN TXT "server-1"'],
  ["Version.BIND. TXT", 'Version.BIND. 0 IN TXT "version-1"'],
  ["version.server. ANY", 'version.server. 0 IN TXT "version-1"'],
])("class CHAOS tells %s without AA", (question, record) => {
  expect(chaos(question)).toEqual(["NOERROR", record]);
});

test.each(["version.bind. A", "authors.bind. TXT", "example.com. TXT", ". TXT", "x.version.bind. TXT"])(
  "class CHAOS refuses %s",
  (question) => expect(chaos(question)).toEqual(["REFUSED"]),
);

test.each([0, 2, 4, 254])("class %d is refused", (number) => {
  expect(ask("example.com. TXT", { class: number })).toEqual(["REFUSED"]);
});

test.each([
  ["data", "example.com. TXT", ["NOERROR", 'example.com. 300 IN TXT "x"']],
  ["no data", "example.com. A", ["NOERROR"]],
  ["no name", "nothing.example.com. TXT", ["NXDOMAIN"]],
  [
    "no name at the end of a chain",
    "alias.example.com. TXT",
    ["NXDOMAIN", "alias.example.com. 300 IN CNAME nothing.example.com."],
  ],
])(
  "class ANY is answered from class IN, without AA and without the SOA, as in NSD: %s",
  (_name, question, answer) => {
    expect(ask(question, { class: 255 })).toEqual(answer);
  },
);
