import type { Machine, MachineCheck, MachineImage } from "./fly.ts";
import {
  items,
  member,
  optionalText,
  readJson,
  text,
  textLike,
  texts,
  unexpected,
  type Value,
} from "./shape.ts";

/**
 * Reads what `flyctl machine list --json` prints, and leaves out what serves nobody: machines that are gone, that are not
 * of the app's releases, or that only ran a command of one. A machine of which Fly.io cannot tell is kept, because it may
 * answer all the same.
 */
export function parseMachines(json: string): Machine[] {
  return items(readJson("machine list", json))
    .filter(isServing)
    .map(parseMachine)
    .sort((a, b) => compare(a.region, b.region) || compare(a.id, b.id));
}

const GONE = ["destroying", "destroyed"];
const HELPERS = ["fly_app_release_command", "fly_app_test_machine_command", "fly_app_console"]; // process groups

function isServing(machine: Value): boolean {
  if (GONE.includes(text(member(machine, "state")))) return false;
  const config = configOf(machine);
  if (config.value === undefined) return !isReachable(machine);
  const metadata = texts(member(config, "metadata"));
  return metadata.fly_platform_version === "v2" && !HELPERS.includes(metadata.fly_process_group ?? "");
}

function parseMachine(machine: Value): Machine {
  const config = configOf(machine);
  return {
    id: textLike(member(machine, "id"), /^[a-z0-9]{1,40}$/, "a machine's id"),
    region: textLike(member(machine, "region"), /^[a-z]{3}$/, "a region of three letters"),
    state: text(member(machine, "state")),
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

function parseImage(image: Value): MachineImage {
  if (image.value === undefined) throw unexpected(image, "the image of the machine");
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
    name: text(member(check, "name")),
    status: text(member(check, "status")),
    output: optionalText(member(check, "output")),
  };
}

function listOf(value: Value): Value[] {
  return value.value === undefined ? [] : items(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
