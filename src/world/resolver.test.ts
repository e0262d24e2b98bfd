import { expect, test } from "vitest";
import type { Message } from "../../dns/message.ts";
import { startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { resolverOf, systemResolvers } from "./resolver.ts";

const ZONE = zoneOf(
  "example.net.",
  '@ SOA ns1 hostmaster 1 86400 7200 3600000 3600\n@ NS ns1\nns1 A 192.0.2.53\n_spf TXT "v=spf1 -all"\n',
);
const QUESTION = { name: nameOf("_spf.example.net."), type: typeOf("TXT"), recursive: true };

test("a resolver is asked with recursion desired; the next one for what the first did not answer", async () => {
  const asked: boolean[] = [];
  const note = (query: Message) => {
    asked.push(query.flags.rd);
    return false;
  };
  const right = await startFaultyNameserver(ZONE, { silent: note });
  const closed = await startFaultyNameserver(ZONE, { closed: ["udp", "tcp"] });
  try {
    const at = ({ port }: { port: number }) => ({ name: "resolver", address: "127.0.0.1", port });
    const [answer] = await resolverOf([at(closed), at(right)])([QUESTION]);
    expect(answer).toMatchObject({ outcome: "reply", rcode: 0 });
    expect(asked).toEqual([true]);
    const { each = [] } = resolverOf([at(closed), at(right)]);
    const alone = await Promise.all(each.map((one) => one([QUESTION])));
    expect(alone.flat().map(({ outcome }) => outcome)).toEqual(["no-reply", "reply"]);
  } finally {
    await right.stop();
    await closed.stop();
  }
});

test("without any resolver there is no answer, and a reason", async () => {
  expect(await resolverOf([])([QUESTION])).toEqual([
    { outcome: "no-reply", reason: "this machine has no resolver", milliseconds: 0 },
  ]);
});

test("the machine's resolvers have addresses and ports", () => {
  for (const { address, port } of systemResolvers()) {
    expect(address).not.toMatch(/[[\]]/);
    expect(port).toBeGreaterThan(0);
  }
});
