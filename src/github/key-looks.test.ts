import { afterEach, beforeEach, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { startDeploying } from "../../test/fakes/github/deploying.ts";
import type { FakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, type State } from "../../test/fakes/github/state.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import type { LooksByZone } from "../dnssec/looks-file.ts";
import type { LooksBook } from "../watch/look-at-zones.ts";
import type { githubClient } from "./client.ts";
import { githubLedger } from "./deployments.ts";
import { githubLooks } from "./key-looks.ts";

const WHERE = { owner: "example-org", repo: "dns" };
const NOVEMBER_30 = new Date("2026-11-30T12:00:00.000Z");
const TIMES = { since: NOVEMBER_30, last: NOVEMBER_30, by: "drift" };

let state: State;
let fake: FakeGithub;
let commit: string;
let book: LooksBook;
let github: ReturnType<typeof githubClient>;

beforeEach(async () => {
  ({ state, fake, commit, github } = await startDeploying());
  book = githubLooks(github, WHERE, "zonepipe");
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

function seen(counter: number): KeyLooks {
  const ds = { set: [`ab\x0d\x02${"d".repeat(32)}`], ttl: 86_400, ...TIMES };
  return { keys: { counter, ...TIMES }, ds, dsTtl: 86_400 };
}

test("what is written is read again, the newest of it, and is no deployment to the ledger", async () => {
  expect(await book.read()).toEqual(new Map());
  await book.write(new Map([[nameOf("example.com."), seen(1)]]), commit);
  const looks: LooksByZone = new Map([
    [nameOf("example.com."), seen(2)],
    [nameOf("example.net."), {}],
  ]);
  await book.write(looks, commit);
  expect(await book.read()).toEqual(looks);
  expect(state.deployments.map(({ statuses }) => statuses.map((status) => status.state))).toEqual(
    Array(2).fill(["inactive"]),
  );
  const ledger = githubLedger(github, WHERE, { environment: "zonepipe", runUrl: "https://github.com/x" });
  expect(await ledger.read()).toMatchObject({ unfinished: [] });
});

test("what somebody else wrote does not count", async () => {
  const looks: LooksByZone = new Map([[nameOf("example.com."), seen(1)]]);
  await book.write(looks, commit);
  const [ours] = state.deployments;
  state.deployments.push({
    ...ours!,
    id: state.nextId++,
    creator: { login: "mallory", type: "User" },
    payload: { version: 1, zones: { "example.com.": {} } },
  });
  expect(await book.read()).toEqual(looks);
});

test("of more zones than there is room for, those that are left out count as not seen", async () => {
  const all = Array.from({ length: 1_000 }, (_, index): [Name, KeyLooks] => [
    nameOf(`a-zone-with-a-longer-name-${index}.example.`),
    seen(index),
  ]);
  await book.write(new Map(all), commit);
  expect(JSON.stringify(state.deployments[0]!.payload).length).toBeLessThan(65_536);
  const read = await book.read();
  expect(read.size).toBeGreaterThan(100);
  for (const [zone, looks] of read) expect(looks).toEqual(new Map(all).get(zone));
});

test("a job without the permission is told which", async () => {
  state.permissions = new Set([...DEPLOY_JOB].filter((one) => one !== "deployments: write"));
  await expect(book.write(new Map(), commit)).rejects.toThrow("deployments: write");
});
