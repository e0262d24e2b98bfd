import { expect, test } from "vitest";
import { queryOf, tablesOf } from "../../test/serve-text.ts";
import { countAnswers } from "../answer/count-answers.ts";
import { makeCounters, PORT_DROPPED, RECEIVED, RESPONSES, TOO_SHORT } from "../answer/counters.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import { ZonePlaces } from "../answer/zone-slots.ts";
import { clientAt } from "../query/client.ts";
import { REFUSED_PORTS, refusePorts } from "./refuse-ports.ts";

const ZONE = "@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns.example.org.";
const serve = makeResponder(tablesOf({ "example.com.": ZONE }), makeIdentity("s", "v"));
const packet = queryOf("example.com. SOA");
const out = new Uint8Array(1232);

test.each([0, 7, 11, 13, 17, 19, 37, 464])("a question from port %d gets no answer", (port) => {
  const counters = makeCounters(1)[0]!;
  const respond = countAnswers(
    refusePorts(serve, counters),
    counters,
    new ZonePlaces<string>().slotsFor(["example.com."]),
  );
  expect(respond(packet, packet.length, out, 1232, clientAt("192.0.2.1", port))).toBe(0);
  const counted = [RECEIVED, PORT_DROPPED, RESPONSES, TOO_SHORT].map((place) => counters[place]);
  expect(counted).toEqual([1, 1, 0, 0]);
});

test("one from any other port does", () => {
  const counters = makeCounters(1)[0]!;
  const respond = refusePorts(serve, counters);
  for (let port = 0; port < 65536; port++) {
    const isAnswered = respond(packet, packet.length, out, 1232, clientAt("192.0.2.1", port)) > 0;
    if (isAnswered === REFUSED_PORTS.includes(port)) throw new Error(`port ${port}`);
  }
  expect(counters[PORT_DROPPED]).toBe(REFUSED_PORTS.length);
});
