import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import { trimEndOf } from "../../dns/trim-end.ts";
import { whyNoName } from "../../dns/written-name.ts";
import { parseServer } from "../commands/arguments.ts";
import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import type { Nameserver } from "../verify/types.ts";
import { IANA_BOOTSTRAP } from "../watch/rdap/bootstrap.ts";

const MODES = ["plan", "comment", "deploy", "verify", "drift", "expired"] as const;

/** What the Action is to do. */
export type Mode = (typeof MODES)[number];

/** The inputs of action.yml, read. */
export interface Inputs {
  readonly mode: Mode;
  /** The folder of the zones, from the root of the repository. */
  readonly zones: string;
  /** Empty: those of `_config.yaml`. */
  readonly nameservers: readonly Nameserver[];
  readonly token: string;
  /** Undefined: the environment's, if it has one. */
  readonly flyToken: string | undefined;
  /** The commit to compare with, where the event does not tell. */
  readonly base: string | undefined;
  /** Servers of the root, or of a zone above ours, where delegations are looked up; undefined: the root's. */
  readonly parents: readonly Nameserver[] | undefined;
  /** Where the list of RDAP servers is (RFC 9224): IANA's, but in tests. */
  readonly rdapBootstrap: string;
  /** Whom `drift` tells what begins, changes and ends; a secret. */
  readonly webhook: string | undefined;
  /** The name under which GitHub shows the deployments. */
  readonly environment: string;
  /** Milliseconds that machines and public addresses may take to answer rightly. */
  readonly deadline: number;
  /** Milliseconds that nameservers of others are waited for once ours are proved. */
  readonly secondariesDeadline: number;
  /** The digest of changes that nobody planned and somebody accepted. */
  readonly acceptDrift: string | undefined;
  /** Zones (by key) that go out although the parent's DS fits no key of theirs. */
  readonly allowBogus: ReadonlySet<Name>;
  /** An app without a dedicated IPv4 address is given one, which costs money. */
  readonly allowIpAllocation: boolean;
  /** Whom to ask what the world says of the zones; undefined: the runner's own resolvers. */
  readonly resolvers: readonly Nameserver[] | undefined;
  /** The folder that report and evidence are written into. */
  readonly reports: string;
}

/** Reads the inputs. One that cannot be read ends the run with exit code 2. */
export function readInputs(get: (name: string) => string): Inputs {
  const base = get("base");
  if (base !== "" && !isObjectId(base)) throw wrong("base", "a commit's full id", base);
  return {
    mode: modeOf(get("mode")),
    zones: folderOf(get("zones")),
    nameservers: wordsOf(get("nameservers")).flatMap((word) => serverOf("nameservers", word)),
    token: get("github-token"),
    flyToken: get("fly-api-token") || undefined,
    base: base === "" ? undefined : base,
    resolvers: serversOf("resolvers", get),
    parents: serversOf("parents", get),
    rdapBootstrap: get("rdap-bootstrap") || IANA_BOOTSTRAP,
    webhook: webhookOf(get("webhook")),
    environment: get("environment") || "zonepipe",
    deadline: secondsOf("deadline", get("deadline"), DEADLINE),
    secondariesDeadline: secondsOf("secondaries-deadline", get("secondaries-deadline"), SECONDARIES_DEADLINE),
    acceptDrift: digestOf(get("accept-drift")),
    allowBogus: new Set(wordsOf(get("allow-bogus")).map(zoneOf)),
    allowIpAllocation: truthOf("allow-ip-allocation", get("allow-ip-allocation")),
    reports: get("reports") || "zonepipe-report",
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

const DEADLINE = 300; // seconds: a few machines that start, and resolvers' paths to them

const SECONDARIES_DEADLINE = 120; // seconds: a NOTIFY, a transfer, and a second try of each

function secondsOf(input: string, text: string, fallback: number): number {
  if (text === "") return 1_000 * fallback;
  if (!/^[0-9]{1,5}$/.test(text)) throw wrong(input, "a whole number of seconds, as in 300", text);
  return 1_000 * Number(text);
}

function digestOf(text: string): string | undefined {
  if (text === "") return undefined;
  if (!/^[0-9a-f]{64}$/.test(text))
    throw wrong("accept-drift", "the digest that an earlier run printed", text);
  return text;
}

function zoneOf(text: string): Name {
  const name = parseName(text, ROOT);
  if (!isName(name) || whyNoName(text) !== undefined)
    throw wrong("allow-bogus", "names of zones, as in example.com", text);
  return keyOf(name);
}

function truthOf(input: string, text: string): boolean {
  if (text === "" || text === "false") return false;
  if (text === "true") return true;
  throw wrong(input, "true or false", text);
}

function modeOf(text: string): Mode {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) throw wrong("mode", `one of ${MODES.join(", ")}`, text);
  return mode;
}

/** The same folder is read on the disk, in git and through GitHub: it has to lie in the repository. */
function folderOf(text: string): string {
  const folder = trimEndOf(text.replace(/^(\.\/)+/, ""), "/") || "zones";
  const isInside = !folder.startsWith("/") && folder.split("/").every((part) => part !== ".." && part !== "");
  if (!isInside) throw wrong("zones", "a folder in the repository, as in zones", text);
  return folder;
}

/** Its value is never quoted. Without encryption anybody on the way could read it, but on this machine. */
function webhookOf(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol !== "https:" && !isHere) {
    throw new WorldError('Cannot read the input "webhook": expected an address that begins with https://');
  }
  return text;
}

function serversOf(input: string, get: (name: string) => string): Nameserver[] | undefined {
  const words = wordsOf(get(input));
  return words.length === 0 ? undefined : words.flatMap((word) => serverOf(input, word));
}

function serverOf(input: string, text: string): Nameserver[] {
  try {
    return parseServer(text);
  } catch (error) {
    throw new WorldError(`Cannot read the input "${input}". ${(error as Error).message}`, { cause: error });
  }
}

function wrong(name: string, expected: string, found: string): WorldError {
  return new WorldError(
    `Cannot read the input "${name}": it is ${JSON.stringify(found)}; expected ${expected}`,
  );
}
