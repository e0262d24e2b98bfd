import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { step } from "./step.mjs";

const PATIENCE = 180_000; // ms; a mirror that does not answer must not keep anybody from starting

/** Package managers, with the command that installs dig. */
const COMMANDS = /** @type {const} */ ([
  ["apt-get", "apt-get install bind9-dnsutils"],
  ["dnf", "dnf install bind-utils"],
  ["zypper", "zypper install bind-utils"],
  ["pacman", "pacman -S bind"],
  ["apk", "apk add bind-tools"],
  ["brew", "brew install bind"],
]);

/**
 * Finds `dig`. Root on a Debian-like system gets it installed; anybody else is told how to install it. Its absence
 * is no failure: zonepipe has a DNS client of its own.
 */
export async function bringDig() {
  if (isOnPath("dig")) return;
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version") && isOnPath("apt-get");
  if (mayInstall) {
    try {
      await installWithApt();
      if (isOnPath("dig")) return;
    } catch (error) {
      const [summary] = String(error).split("\n"); // the command is in it, for who wants to see more
      process.stderr.write(`${summary}\n`);
    }
  }
  const command = digCommand(isOnPath, process.getuid?.() === 0);
  process.stderr.write(
    `dig is not installed: the built-in DNS client asks instead. To install dig: ${command}\n`,
  );
}

/**
 * The one command that installs dig.
 *
 * @param {(program: string) => boolean} isThere
 * @param {boolean} isRoot
 */
export function digCommand(isThere, isRoot) {
  const [program, command] = COMMANDS.find(([manager]) => isThere(manager)) ?? [];
  if (command === undefined) return "see https://www.isc.org/download/ (dig is part of BIND 9)";
  return isRoot || program === "brew" ? command : `sudo ${command}`;
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"];
  const update = () =>
    step("Fetching the lists of Debian packages", [...apt, "update"], { env, timeout: PATIENCE });
  const install = () =>
    step(
      "Installing dig (bind9-dnsutils)",
      [...apt, "install", "--no-install-recommends", "bind9-dnsutils"],
      {
        env,
        timeout: PATIENCE,
      },
    );

  if (!hasPackageLists()) await update();
  try {
    await install();
  } catch {
    await update(); // lists that are too old name versions which are gone
    await install();
  }
}

function hasPackageLists() {
  try {
    return readdirSync("/var/lib/apt/lists").some((name) => name.includes("_Packages"));
  } catch {
    return false;
  }
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
