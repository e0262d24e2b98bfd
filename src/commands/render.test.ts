import { expect, test } from "vitest";
import { SOA } from "../../dns/type-numbers.ts";
import { parseRecord } from "../../dns/zone-file/parse.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import type { Report } from "../report/report.ts";
import type { Answer, Nameserver, Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import { program } from "./program.ts";
import { addRender } from "./render.ts";

const ZONES = fakeFiles({
  "zones/_config.yaml": `serial: increment
nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.1]}
  - {name: ns2.example.net., addresses: [192.0.2.2]}
`,
  "zones/example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
});

/** Renders beside nameservers that answer these serials; gives the report, and the files that were written. */
async function render(serials: readonly [number, number], ...args: string[]) {
  const written: string[] = [];
  const world = {
    files: ZONES,
    output: { write: (path: string) => Promise.resolve(void written.push(path)) },
    now: () => new Date("2026-11-22T12:00:00Z"),
    progress: { step: () => {}, count: () => {}, end: () => {} },
    look: ({ name }: Nameserver, questions: readonly Question[]) =>
      Promise.resolve(questions.map(({ type }) => reply(type, serials[name.startsWith("ns1") ? 0 : 1]))),
  } as unknown as World; // nothing else is touched
  let report: Report | undefined;
  const whole = program();
  addRender({
    ...whole,
    action:
      (act) =>
      async (...given) => {
        const printed = await act(world, ...given);
        if ("report" in printed) report = printed.report;
      },
  });
  await whole.run(["node", "zonepipe", "render", "zones", "--live", "--out", "build", ...args]);
  return { outcome: report!.outcome, notes: report!.notes.join("\n"), written };
}

function reply(type: number, serial: number): Answer {
  const record = parseRecord(`example.com. 3600 IN SOA ns1. h. ${serial} 1 1 1 1`);
  if (!("rdata" in record)) throw new Error(record.message);
  const sections = { answer: type === SOA ? [record] : [], authority: [], additional: [] };
  return { outcome: "reply", rcode: 0, aa: true, ...sections, transport: "udp", milliseconds: 1 };
}

test("render --live writes nothing that a nameserver made jump, until somebody tells the serial", async () => {
  expect(await render([57, 57])).toMatchObject({ outcome: "fine", written: ["build/example.com.zone"] });
  const jumped = await render([57, 4000]);
  expect(jumped).toMatchObject({ outcome: "blocked", written: [] });
  expect(jumped.notes).toContain(
    "example.com.: Its serial would go from 57 to 4001, for ns2.example.net. (192.0.2.2) answers 4000:",
  );
  expect(jumped.notes).toContain("--serial-above ZONE=SERIAL");
  const told = await render([57, 4000], "--serial-above", "example.com=4000");
  expect(told).toMatchObject({ outcome: "fine", written: ["build/example.com.zone"] });
});
