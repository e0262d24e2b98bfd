import { beforeEach, expect } from "vitest";
import { SOA } from "../dns/type-numbers.ts";
import { parseRecord } from "../dns/zone-file/parse.ts";
import { deploy } from "../src/deploy/deploy.ts";
import { FlyError } from "../src/deploy/fly/fly-error.ts";
import type { DeployRequest } from "../src/deploy/request.ts";
import { readBase } from "../src/plan/pull-request.ts";
import { reviewPlan } from "../src/plan/review.ts";
import { splitAnswers } from "../src/proof/queries.ts";
import { TransferError } from "../src/published/transfer-error.ts";
import type { Deployment } from "../src/report/deployment.ts";
import type { Report } from "../src/report/report.ts";
import { startRun } from "../src/run.ts";
import type { Answer, Nameserver, Question } from "../src/verify/types.ts";
import type { World } from "../src/world.ts";
import { fakeFiles } from "./fakes/files.ts";
import { answersOf, EMPTY_IMAGE, type FakeFly, type FakeMachine, fakeFly } from "./fakes/fly-in-memory.ts";
import { type FakeLedger, fakeLedger } from "./fakes/ledger-in-memory.ts";

/** Deployments of one commit after the other to machines in memory; everything that a test turns is its own to change. */
export interface DeploymentsInMemory {
  fly: FakeFly;
  ledger: FakeLedger;
  /** Milliseconds that were waited. */
  now: number;
  /** What each secondary says, by its name; it has no such zone where it says nothing. */
  said: Map<string, Said>;
  /** What happens while somebody waits. */
  onWait: (() => void) | undefined;
  /** Nameservers that were looked at. */
  looked: string[];
  /** The apps that there are, instead of one with three machines. The fake watches what their machines answer. */
  readonly use: (machinesOf: Parameters<typeof fakeFly>[0]) => void;
  /** Notes what a machine says, and gives it. */
  readonly watch: FakeFly["says"];
  /** Deploys the zones of a commit. No serial may ever be answered with two contents. */
  readonly run: (
    commit: string,
    more?: Partial<DeployRequest>,
  ) => Promise<Report & { readonly deployment: Deployment }>;
  /** The serial that every machine answers. */
  readonly serials: () => readonly (number | null | undefined)[];
  /** From now on this order to flyctl fails. */
  readonly fails: (order: string, error: Error) => void;
}

/** What a secondary answers: its serial, or none. */
export type Said = number | "silent" | "SERVFAIL";

/** Begins anew before each test: one app with a machine in iad and two in ams, none of which has the zones yet. */
export function deploymentsInMemory(): DeploymentsInMemory {
  /** Every zone and serial with the digests that any machine answered it with. */
  const answered = new Map<string, Set<string>>();
  const it: DeploymentsInMemory = {
    ...begin(),
    use(machinesOf) {
      it.fly = fakeFly(machinesOf);
      it.fly.says = it.watch;
    },
    watch(_, check) {
      for (const { name, serial, digest } of check.zones) {
        const key = `${name} ${serial}`;
        answered.set(key, (answered.get(key) ?? new Set()).add(digest ?? ""));
      }
      return check;
    },
    async run(commit, more = {}) {
      const world = worldOf(commit, it);
      const request = { ...requestOf(commit, it), ...more };
      const report = await deploy(await startRun("deploy", "zones", world), request, world);
      for (const [serial, digests] of answered) {
        expect([serial, digests.size], "a serial with two contents").toEqual([serial, 1]);
      }
      expect(report.deployment, JSON.stringify(report.notes)).toBeDefined();
      return report as Report & { deployment: Deployment };
    },
    serials: () =>
      Object.values(it.fly.machinesOf)
        .flat()
        .map((one) => answersOf(one, it.fly.images.get(one.image)!)[0]?.serial),
    fails(order, error) {
      it.fly.before = (what) => {
        if (what === order) throw error;
      };
    },
  };
  beforeEach(() => {
    answered.clear();
    Object.assign(it, begin());
    it.use({ dns: [machine("m1", "iad"), machine("m2", "ams"), machine("m3", "ams")] });
  });
  return it;
}

/** A machine that nothing was deployed to. */
export function machine(id: string, region: string): FakeMachine {
  return { id, region, image: EMPTY_IMAGE };
}

/** How flyctl fails. */
export const failed = new FlyError('Cannot deploy "dns": flyctl exited with 1', "failed", "");

/**
 * The zones of each commit: example.com with one address. `d` has example.org besides; `e` an ALIAS to what nobody answers for; `1`,
 * `2` and `3` a reverse zone, of which `2` changes nothing.
 */
export function filesOf(commit: string): ReturnType<typeof fakeFiles> {
  const { address, more = "", reverse = "" } = COMMITS[commit]!;
  return fakeFiles({
    "zones/_config.yaml": `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nserial: increment\n${reverse}`,
    "zones/example.com.yaml": `'': {type: A, value: ${address}}\n${more}`,
    ...(commit === "d" ? { "zones/example.org.yaml": "'': {type: A, value: 192.0.2.4}\n" } : {}),
  });
}

const REVERSE = "zones: {2.0.192.in-addr.arpa: {reverse: auto}}\n";

const COMMITS: { readonly [commit: string]: { address: string; more?: string; reverse?: string } } = {
  a: { address: "192.0.2.1" },
  b: { address: "192.0.2.2" },
  c: { address: "192.0.2.3" },
  d: { address: "192.0.2.4" },
  e: { address: "192.0.2.5", more: "shop: {type: ALIAS, value: silent.example.net.}\n" },
  1: { address: "192.0.2.1", reverse: REVERSE },
  2: { address: "192.0.2.1", reverse: REVERSE, more: "www: {type: CNAME, value: example.com.}\n" },
  3: { address: "192.0.2.3", reverse: REVERSE },
};

function begin(): Pick<DeploymentsInMemory, "fly" | "ledger" | "now" | "said" | "onWait" | "looked"> {
  return { fly: fakeFly({}), ledger: fakeLedger(), now: 0, said: new Map(), onWait: undefined, looked: [] };
}

function worldOf(commit: string, it: DeploymentsInMemory): World {
  return {
    files: filesOf(commit),
    output: it.fly.output,
    fly: it.fly,
    now: () => new Date("2026-11-22T12:00:00Z"),
    progress: { step: () => {}, count: () => {}, end: () => {} },
    patience: {
      clock: {
        now: () => it.now,
        wait: (milliseconds: number) => {
          it.now += milliseconds;
          it.onWait?.();
          return Promise.resolve();
        },
      },
    },
    startAnswering,
    resolver: () => (questions: readonly Question[]) =>
      Promise.resolve(questions.map(() => ({ outcome: "no-reply", reason: "nobody", milliseconds: 1 }))),
    look: ({ name }: Nameserver, questions: readonly Question[]) => {
      it.looked.push(name);
      return Promise.resolve(
        questions.map(({ type }) => (type === SOA ? soaReply(it.said.get(name)) : noRecords())),
      );
    },
    transfer: () => Promise.reject(new TransferError("Cannot transfer", "it answers REFUSED")),
    // Secondaries are looked at before a release; after it nobody reaches them from here.
    asker: () =>
      Promise.resolve({ noRoute: () => Promise.resolve("no route"), client: { kind: "dig", version: "" } }),
  } as unknown as World; // nothing else is touched: there are no public addresses here
}

function requestOf(commit: string, { fly, ledger }: DeploymentsInMemory): DeployRequest {
  return {
    commit: commit.repeat(40),
    apps: Object.keys(fly.machinesOf).map((app) => ({
      app,
      config: `${app}.toml`,
      configText: `app = "${app}"`,
      nameservers: [],
    })),
    secondaries: [],
    bundle: "the server",
    dockerfile: { text: "FROM node", whose: "ours" },
    ledger,
    history: {
      zonesAt: (id) => readBase("zones", filesOf(id[0]!)),
      configAt: (id, app) => Promise.resolve(`${app} at ${id[0]}`),
    },
    judge: ({ plan }) =>
      Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: [], notes: [] }),
    scratch: "/scratch",
    deadlines: { machines: 60_000, outside: 60_000, secondaries: 60_000 },
    warnings: [],
  };
}

/** Nobody behind the pipe: what a proof finds is tested elsewhere, and that it is made at a deployment end to end. */
const startAnswering: World["startAnswering"] = () =>
  Promise.resolve({
    ask: (queries) => Promise.resolve(new Uint8Array(2 * [...splitAnswers(queries)].length)),
    stop: () => Promise.resolve(),
  });

function soaReply(serial: Said | undefined): Answer {
  if (serial === undefined) return noRecords();
  if (serial === "silent") return { outcome: "no-reply", reason: "no reply in 2 s", milliseconds: 1 };
  if (serial === "SERVFAIL") return { ...noRecords(), rcode: 2, aa: false };
  const text = `example.com. 3600 IN SOA ns1. h. ${serial} 1 1 1 1`;
  const record = parseRecord(text);
  if (!("rdata" in record)) throw new Error(record.message);
  return { ...noRecords(), answer: [record] };
}

function noRecords(): Answer & { readonly outcome: "reply" } {
  const sections = { answer: [], authority: [], additional: [] };
  return { outcome: "reply", rcode: 0, aa: true, ...sections, transport: "udp", milliseconds: 1 };
}
