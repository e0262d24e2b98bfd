import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { type KeyStates, parseKeyStates } from "../../dns/signing/key-states.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { DeployOrder, Fly, Machine, Scope } from "../../src/deploy/fly/fly.ts";
import { FlyError } from "../../src/deploy/fly/fly-error.ts";
import { SELF_CHECK_COMMAND } from "../../src/deploy/fly/self-check.ts";
import { withNewestKeys } from "../../src/dnssec/newest-keys.ts";
import { policyIn } from "../../src/dnssec/policy.ts";
import { digestWithSerial } from "../../src/render/render-zone.ts";
import type { Output } from "../../src/world.ts";

/** A machine of the fake. */
export interface FakeMachine {
  readonly id: string;
  readonly region: string;
  /** By its digest; a key of `images`. */
  image: string;
  /** What the last release gave it besides fly.toml. */
  env?: { readonly [name: string]: string };
  /** Fly.io does not reach its host: a release makes another in its place. */
  isSilent?: boolean;
  /** It stays in the list all the same, as long as nobody reaches the host. */
  isStuck?: boolean;
  /** Its host takes no other image: a release makes another in its place. */
  isFull?: boolean;
}

/** Apps, images and machines as plain values, and everything that was asked of them. */
export interface FakeFly extends Fly {
  /** The world's output: what is written is what images are built of. */
  readonly output: Output;
  readonly machinesOf: { [app: string]: FakeMachine[] };
  /** What every image answers, by digest. */
  readonly images: Map<string, FakeImage>;
  /** `deploy dns region:iad`, in order. */
  readonly log: string[];
  /** Looked at before every order and every self-check: throws, or changes what there is. */
  before: (what: string) => void;
  /** The names of every app's secrets. */
  readonly secretNames: string[];
  /** The calendar of a machine, in seconds since 1970. */
  secondsOn: (machine: FakeMachine) => number;
  /** Changes what the self-check of a machine says. */
  says: (machine: FakeMachine, check: FakeCheck) => FakeCheck;
}

/** An image and what it answers. */
export interface FakeImage {
  readonly commit: string | null;
  readonly inputs: string | null;
  readonly zones: readonly { readonly name: string; readonly serial: number; readonly digest: string }[];
  /** The zone files, by the zone's name. */
  readonly texts: ReadonlyMap<string, string>;
  /** What leads to its zones from earlier ones, by the files' names. */
  readonly journals: ReadonlyMap<string, string>;
  /** Its server is of the time before ZONEPIPE_SERIALS. */
  readonly isOld?: boolean;
}

/** What a self-check prints. */
export interface FakeCheck {
  readonly version: 1;
  readonly build: {
    readonly commit: string | null;
    readonly inputs: string | null;
    readonly zones: string | null;
  };
  readonly renumbers?: boolean;
  readonly takesKeyStates?: boolean;
  readonly identity: string;
  readonly healthy: boolean;
  readonly zones: readonly {
    readonly name: string;
    readonly serial: number;
    readonly digest: string | null;
    readonly content?: string | null;
    readonly signed?: FakeAnswer["signed"] | null;
    readonly udp: boolean;
    readonly tcp: boolean;
  }[];
  readonly problems: readonly string[];
}

/** What a machine answers of a zone. */
export interface FakeAnswer {
  readonly name: string;
  readonly serial: number;
  /** Of a signed zone one that stands for that of all its records and signatures. */
  readonly digest: string;
  /** Of a signed zone the digest of what is written. */
  readonly content?: string;
  /** As the self-check has it. */
  readonly signed?: {
    readonly counter: number;
    readonly base: number;
    readonly windows: number;
    readonly window: number;
    readonly first: number;
  };
}

const ZONEMD = 63;

/** The image of a machine that has no zone yet. */
export const EMPTY_IMAGE = `sha256:${"e".repeat(64)}`;

/** A Fly.io in memory. An app begins with these machines. */
export function fakeFly(machinesOf: { [app: string]: FakeMachine[] }): FakeFly {
  const written = new Map<string, string>();
  const references = new Map<string, string>(); // label to digest
  const fly: FakeFly = {
    machinesOf,
    images: new Map([
      [EMPTY_IMAGE, { commit: null, inputs: null, zones: [], texts: new Map(), journals: new Map() }],
    ]),
    log: [],
    before: () => {},
    says: (_, check) => check,
    secretNames: [],
    secondsOn: () => 0,
    output: {
      write: (path, text) => {
        written.set(path, text);
        return Promise.resolve();
      },
      remove: (path) => {
        written.delete(path);
        return Promise.resolve();
      },
    },
    version: () => Promise.resolve("0.4.87"),
    validate: () => Promise.resolve(),
    addresses: () => Promise.resolve([]),
    allocateIpv4: () => Promise.resolve(),
    releases: () => Promise.resolve([]),
    secrets: () => Promise.resolve(fly.secretNames),
    stageSecrets: () => Promise.resolve(),
    machines: (app) => Promise.resolve((machinesOf[app] ?? []).map(machineOf)),
    build: ({ app, context, label }) => {
      note(`build ${app}`);
      const image = imageOf(context, written);
      const digest = `sha256:${Buffer.from(label).toString("hex").slice(-64).padStart(64, "0")}`;
      fly.images.set(digest, image);
      references.set(`registry.fly.io/${app}:${label}`, digest);
      return Promise.resolve(`registry.fly.io/${app}:${label}`);
    },
    deploy: (order) => {
      note(`deploy ${order.app} ${printScope(order.scope)}`);
      release(order);
      return Promise.resolve();
    },
    exec: (app, id, command) => {
      fly.before(`exec ${app} ${id}`);
      const machine = machinesOf[app]?.find((each) => each.id === id);
      if (machine === undefined)
        throw new FlyError(`Cannot run a command on ${id}: it is gone`, "failed", "");
      if (machine.isSilent) throw new FlyError(`Cannot run a command on ${id}: unreachable`, "failed", "");
      const image = fly.images.get(machine.image);
      if (image === undefined) return Promise.resolve({ exitCode: 1, stdout: "", stderr: "no such file" });
      if (command !== SELF_CHECK_COMMAND) {
        const zone = command.split(" ").at(-1)!;
        const text = image.texts.get(zone);
        return Promise.resolve({
          exitCode: text === undefined ? 1 : 0,
          stdout: text ?? "",
          stderr: "",
        });
      }
      const check = fly.says(machine, checkOf(machine, image, fly.secondsOn(machine)));
      return Promise.resolve({ exitCode: check.healthy ? 0 : 1, stdout: JSON.stringify(check), stderr: "" });
    },
  };
  return fly;

  function note(what: string): void {
    fly.log.push(what);
    fly.before(what);
  }

  function release({ app, image, scope, env = {} }: DeployOrder): void {
    const digest = references.get(image) ?? image.split("@")[1] ?? "";
    if (!fly.images.has(digest)) throw new FlyError(`Cannot deploy "${app}": no such image`, "failed", "");
    const machines = machinesOf[app] ?? [];
    if (machines.length === 0 && scope.kind === "all")
      machinesOf[app] = [{ id: `${app}-1`, region: "iad", image: digest, env }];
    for (const [index, machine] of machines.entries()) {
      if (!isIn(machine, scope) || machine.isStuck) continue;
      if (machine.isSilent || machine.isFull) {
        machines[index] = { id: `${machine.id}x`, region: machine.region, image: digest, env };
      } else Object.assign(machine, { image: digest, env });
    }
  }
}

function machineOf({ id, region, image, env = {}, isSilent = false }: FakeMachine): Machine {
  if (isSilent) {
    return { id, region, state: "unknown", isReachable: false, image: undefined, checks: [], env: {} };
  }
  return {
    id,
    region,
    state: "started",
    isReachable: true,
    image: { reference: "registry.fly.io/dns:x", digest: image, pinned: `registry.fly.io/dns@${image}` },
    checks: [],
    env,
  };
}

/**
 * What a machine that has this image answers at a time, in seconds since 1970, with the serials and keys that it is told. A zone that
 * has newer keys and no serial for them is not answered.
 */
export function answersOf(
  { env = {} }: FakeMachine,
  { zones, texts, isOld = false }: FakeImage,
  seconds = 0,
): readonly FakeAnswer[] {
  const told = isOld ? new Map<string, number>() : serialsOf(env.ZONEPIPE_SERIALS ?? "");
  const states = isOld ? new Map() : parseKeyStates(env);
  if ("fault" in states) return [];
  return zones.flatMap((zone) => {
    const text = texts.get(zone.name);
    return text === undefined ? zone : answerOf(zone, text, told.get(zone.name), states, seconds);
  });
}

function answerOf(
  { name, serial: inFile, digest }: FakeImage["zones"][number],
  text: string,
  told: number | undefined,
  states: KeyStates,
  seconds: number,
): FakeAnswer[] {
  if (told === undefined && states.size === 0 && !text.includes("TYPE65403"))
    return [{ name, serial: inFile, digest }];
  const { records } = parseZoneFile({ file: "image", bytes: Buffer.from(text, "latin1") });
  const { owner: origin } = records.find(({ type }) => type === ZONEMD)!;
  const zone = withNewestKeys({ origin, records }, states);
  if (zone.records !== records && told === undefined) return [];
  const first = told ?? inFile;
  const policy = policyIn(zone);
  const isSame = first === inFile && zone.records === records;
  const content = isSame ? digest : Buffer.from(digestWithSerial(zone, first, 1), "latin1").toString("hex");
  if (policy === undefined) return [{ name, serial: first, digest: content }];
  const { counter, base, windows } = policy;
  const window = Math.max(base, windowOf(seconds));
  const signed = { counter, base, windows, window, first };
  // The same content signed for the same window comes out as the same octets, and nothing else does.
  const all = createHash("sha384").update(`${content} ${window}`).digest("hex");
  return [{ name, serial: first + (window - base), digest: all, content, signed }];
}

function checkOf(machine: FakeMachine, image: FakeImage, seconds: number): FakeCheck {
  const { commit, inputs, isOld = false } = image;
  return {
    version: 1,
    build: { commit, inputs, zones: `sha256:${"0".repeat(64)}` },
    renumbers: !isOld,
    takesKeyStates: !isOld,
    identity: `${machine.region}/${machine.id}`,
    healthy: true,
    zones: answersOf(machine, image, seconds).map((zone) => ({ ...zone, udp: true, tcp: true })),
    problems: [],
  };
}

function serialsOf(text: string): Map<string, number> {
  const words = text.split(" ").filter((word) => word !== "");
  return new Map(words.map((word) => [word.split("=")[0]!, Number(word.split("=")[1])]));
}

function imageOf(context: string, written: ReadonlyMap<string, string>): FakeImage {
  const build = JSON.parse(written.get(`${context}/build.json`)!) as { commit: string; inputs: string };
  const texts = new Map<string, string>();
  const journals = new Map<string, string>();
  const zones = [...written].flatMap(([path, text]) => {
    if (!path.startsWith(`${context}/zones/`)) return [];
    if (!path.endsWith(".zone")) {
      journals.set(path.slice(`${context}/zones/`.length), text);
      return [];
    }
    const origin = `${basename(path, ".zone")}.`;
    texts.set(origin, text);
    return [zoneOf(text)];
  });
  return { ...build, zones, texts, journals };
}

function zoneOf(text: string): FakeImage["zones"][number] {
  const { records } = parseZoneFile({ file: "image", bytes: Buffer.from(text, "latin1") });
  const zonemd = records.find(({ type }) => type === ZONEMD)!;
  const rdata = decode(ZONEMD, zonemd.rdata);
  if (rdata.type !== "ZONEMD") throw new Error("no ZONEMD");
  const owner: Name = zonemd.owner;
  return {
    name: printName(owner),
    serial: rdata.serial,
    digest: Buffer.from(rdata.digest, "latin1").toString("hex"),
  };
}

/** An order for this scope is for the machine. */
export function isIn({ id, region }: FakeMachine, scope: Scope): boolean {
  switch (scope.kind) {
    case "all":
      return true;
    case "regions":
      return scope.regions.includes(region);
    case "except-regions":
      return !scope.regions.includes(region);
    case "machines":
      return scope.machines.includes(id);
    case "except-machines":
      return !scope.machines.includes(id);
    default:
      return scope satisfies never;
  }
}

function printScope(scope: Scope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "regions":
    case "except-regions":
      return `${scope.kind} ${scope.regions.join(",")}`;
    case "machines":
    case "except-machines":
      return `${scope.kind} ${scope.machines.join(",")}`;
    default:
      return scope satisfies never;
  }
}
