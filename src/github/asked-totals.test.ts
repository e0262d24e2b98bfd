import { afterEach, beforeEach, expect, test } from "vitest";
import { growTable, minuteOf, type RRsetTable, rowOf } from "../../dns/rrset-table/rrset-table.ts";
import { startDeploying } from "../../test/fakes/github/deploying.ts";
import type { FakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, type State } from "../../test/fakes/github/state.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { AskedTotals, TotalsBook } from "../deploy/asked-totals/totals.ts";
import { githubTotals, readTotals } from "./asked-totals.ts";
import type { githubClient } from "./client.ts";
import { githubLedger } from "./deployments.ts";

const WHERE = { owner: "example-org", repo: "dns" };
const MARCH_3 = new Date("2026-03-03T10:00:00.000Z");

let state: State;
let fake: FakeGithub;
let commit: string;
let book: TotalsBook;
let github: ReturnType<typeof githubClient>;

beforeEach(async () => {
  ({ state, fake, commit, github } = await startDeploying());
  book = githubTotals(github, WHERE, "zonepipe");
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

function tableOf(many: number): RRsetTable {
  const growing = growTable();
  for (let index = 0; index < many; index++) {
    const row = {
      count: 1 + ((index * 37) % 5_000),
      last: minuteOf(MARCH_3.getTime()) + (index % 99),
      came: 0,
    };
    growing.add(nameOf(`h${index}.example.com.`), 1, row);
  }
  return growing.table();
}

const totals = (more: Partial<AskedTotals> = {}): AskedTotals => ({
  first: MARCH_3,
  since: MARCH_3,
  seams: { releases: 2, milliseconds: 90_000 },
  machines: [{ app: "dns", machine: "m1", since: MARCH_3 }],
  table: tableOf(20),
  own: tableOf(3),
  ...more,
});

test("what is written is read again, the newest of it, and is no deployment to the ledger", async () => {
  expect(await book.read()).toBeUndefined();
  await book.write(totals({ seams: { releases: 1, milliseconds: 1 } }), commit);
  await book.write(totals(), commit);
  expect(await book.read()).toEqual(totals());
  expect(state.deployments.map(({ environment, task }) => [environment, task])).toEqual(
    Array(2).fill(["zonepipe-asked", "asked:zonepipe"]),
  );
  expect(state.deployments.map(({ statuses }) => statuses.map((status) => status.state))).toEqual(
    Array(2).fill(["inactive"]),
  );
  const ledger = githubLedger(github, WHERE, { environment: "zonepipe", runUrl: "https://github.com/x" });
  expect(await ledger.read()).toMatchObject({ unfinished: [] });
});

test("what somebody else wrote does not count", async () => {
  await book.write(totals(), commit);
  const [ours] = state.deployments;
  state.deployments.push({
    ...ours!,
    id: state.nextId++,
    creator: { login: "mallory", type: "User" },
    payload: {},
  });
  expect(await book.read()).toEqual(totals());
});

test.each([3_000, 20_000])(
  "%d RRsets and very many machines have room, and none that was asked for is missed",
  async (many) => {
    const machines = Array.from({ length: 1_000 }, (_, index) => ({
      app: "dns-prod",
      machine: `148e${index}d7f43e${index}`,
      since: MARCH_3,
    }));
    await book.write(totals({ machines, table: tableOf(many), own: tableOf(many) }), commit);
    expect(JSON.stringify(state.deployments[0]!.payload).length).toBeLessThan(65_536);
    const { table } = (await book.read())!;
    for (let index = 0; index < many; index += 11) {
      expect(rowOf(table, nameOf(`h${index}.example.com.`), 1)?.last, `h${index}`).toBeGreaterThan(0);
    }
  },
);

test("a job without the permission is told which", async () => {
  state.permissions = new Set([...DEPLOY_JOB].filter((one) => one !== "deployments: write"));
  await expect(book.write(totals(), commit)).rejects.toThrow('permission "deployments: write"');
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["text that is no JSON", "{"],
  ["another version", { version: 2 }],
  ["no table", { version: 1, first: MARCH_3, since: MARCH_3, seams: [0, 0], machines: [] }],
])("%s is nothing that was written", (_, payload) => {
  expect(readTotals(payload)).toBeUndefined();
});
