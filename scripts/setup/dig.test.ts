import { expect, test } from "vitest";
import { digCommand } from "./dig.mjs";

test.each([
  ["Debian and Ubuntu", ["apt-get"], "sudo apt-get install bind9-dnsutils"],
  ["Fedora", ["dnf"], "sudo dnf install bind-utils"],
  ["openSUSE", ["zypper"], "sudo zypper install bind-utils"],
  ["Arch", ["pacman"], "sudo pacman -S bind"],
  ["Alpine", ["apk"], "sudo apk add bind-tools"],
  ["macOS with Homebrew, which refuses to run as root", ["brew"], "brew install bind"],
  ["Debian with Homebrew", ["brew", "apt-get"], "sudo apt-get install bind9-dnsutils"],
])("on %s the command is its package manager's", (_, managers, command) => {
  expect(digCommand((program) => managers.includes(program), false)).toBe(command);
});

test("root needs no sudo", () => {
  expect(digCommand((program) => program === "dnf", true)).toBe("dnf install bind-utils");
});

test("without a package manager that we know, the command is a place to look", () => {
  expect(digCommand(() => false, false)).toContain("BIND 9");
});
