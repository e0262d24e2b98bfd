import type { Machine, MachineCheck, MachineImage } from "./fly.ts";
import { items, member, optionalText, readJson, text, textLike, texts, type Value } from "./shape.ts";

/**
 * Reads what `flyctl machine list --json` prints, and leaves out what serves nobody: machines that are gone, that are not
 * of the app's releases, or that only ran a command of one. A machine on a host that Fly.io does not reach is kept, because
 * it may answer all the same, although next to nothing is told of it: no image, no settings, no checks, no state.
 */
export function parseMachines(json: string): Machine[] {
  return items(readJson("machine list", json))
    .filter(isServing)
    .map(parseMachine)
    .sort((a, b) => compare(a.region, b.region) || compare(a.id, b.id));
}

const UNKNOWN = "unknown";
const GONE = ["destroying", "destroyed"];
const HELPERS = ["fly_app_release_command", "fly_app_test_machine_command", "fly_app_console"]; // process groups

function isServing(machine: Value): boolean {
  if (GONE.includes(optionalText(member(machine, "state")))) return false;
  const config = configOf(machine);
  const metadata = config.value === undefined ? {} : texts(member(config, "metadata"));
  if (HELPERS.includes(metadata.fly_process_group ?? "")) return false;
  return metadata.fly_platform_version === "v2" || !isReachable(machine);
}

function parseMachine(machine: Value): Machine {
  const config = configOf(machine);
  return {
    id: textLike(member(machine, "id"), /^[a-z0-9]{1,40}$/, "a machine's id"),
    region: textLike(member(machine, "region"), /^[a-z]{3}$/, "a region of three letters"),
    state: optionalText(member(machine, "state")) || UNKNOWN,
    image: parseImage(member(machine, "image_ref")),
    isReachable: isReachable(machine),
    checks: listOf(member(machine, "checks")).map(parseCheck),
    env: config.value === undefined ? {} : texts(member(config, "env")),
  };
}

/** Where the host does not answer, Fly.io pieces the settings together as far as it can. */
function configOf(machine: Value): Value {
  const config = member(machine, "config");
  return config.value === undefined ? member(machine, "incomplete_config") : config;
}

function isReachable(machine: Value): boolean {
  return ["", "ok"].includes(optionalText(member(machine, "host_status")));
}

/** Undefined where a part is missing: of a machine on a silent host it is an object without any. */
function parseImage(image: Value): MachineImage | undefined {
  if (image.value === undefined) return undefined;
  const parts = ["registry", "repository", "digest"].map((part) => optionalText(member(image, part)));
  if (parts.includes("")) return undefined;
  // No repository has an "@" in its name: what comes behind it is of a reference by digest.
  const [repository] = text(member(image, "repository")).split("@");
  const name = `${text(member(image, "registry"))}/${repository}`;
  const digest = textLike(
    member(image, "digest"),
    /^sha256:[0-9a-f]{64}$/,
    "sha256: and 64 hexadecimal digits",
  );
  const tag = optionalText(member(image, "tag"));
  const pinned = `${name}@${digest}`;
  return { reference: tag === "" ? pinned : `${name}:${tag}`, digest, pinned };
}

function parseCheck(check: Value): MachineCheck {
  return {
    name: optionalText(member(check, "name")) || UNKNOWN,
    status: optionalText(member(check, "status")) || UNKNOWN,
    output: optionalText(member(check, "output")),
  };
}

function listOf(value: Value): Value[] {
  return value.value === undefined ? [] : items(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
