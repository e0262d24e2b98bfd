import { expect, test } from "vitest";
import { WINDOW_SECONDS, windowStart } from "../../dns/signing/window.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { renderZone } from "../render/render-zone.ts";
import { signedZone } from "../render/signed-zone.ts";
import { askAsWritten } from "./as-written.ts";
import { makeChecks } from "./checks.ts";
import { judge } from "./judge.ts";
import type { Asker } from "./types.ts";

const SOURCE = signedExample(undefined, "www 300 A 192.0.2.80\n"); // its base is 2970
const ZONE = renderZone(SOURCE, 700);

/** All that is wrong with SOA and ZONEMD, as a nameserver in this window gives them without being asked for signatures. */
async function faultsIn(window: number, now = 2975): Promise<(string | undefined)[]> {
  const { records } = signedZone(SOURCE, 700, window);
  const asker = {
    ask: (_: unknown, __: unknown, questions: readonly { readonly type: number }[]) =>
      Promise.resolve(
        questions.map(({ type }) => ({
          ...{ outcome: "reply", rcode: 0, aa: true, authority: [], additional: [], transport: "udp" },
          ...{ milliseconds: 1, answer: records.filter((record) => record.type === type) },
        })),
      ),
  } as unknown as Asker; // nothing else is used
  const checks = makeChecks([{ zone: ZONE }], "x").filter(({ question }) =>
    [SOA, ZONEMD].includes(question.type),
  );
  const written = askAsWritten(asker, [ZONE], () => windowStart(now) + WINDOW_SECONDS / 2);
  const nameserver = { name: "ns1.", address: "192.0.2.53", port: 53 };
  const answers = await written.ask(
    nameserver,
    "udp",
    checks.map(({ question }) => question),
    { timeout: 1 },
  );
  return checks.map(({ expectation }, index) => judge(expectation, answers[index]!)?.kind);
}

test.each([2974, 2975, 2976])("a zone that is signed for window %i is as its file has it", async (window) => {
  expect(await faultsIn(window)).toEqual([undefined, undefined]);
});

test.each([2973, 2977])(
  "one that is signed for window %i is of a clock that is weeks wrong",
  async (window) => {
    expect((await faultsIn(window))[0]).toBe("newer-serial");
  },
);
