import { WriteStream } from "node:tty";
import { afterEach, expect, test, vi } from "vitest";
import { wantsColour } from "./colour.ts";

afterEach(() => vi.unstubAllEnvs());

const TERMINAL = { hasColors: () => WriteStream.prototype.getColorDepth(process.env) > 1 };
const PIPE = {};

test.each([
  [TERMINAL, { TERM: "xterm-256color" }, true],
  [TERMINAL, { TERM: "dumb" }, false],
  [TERMINAL, { TERM: "xterm", NO_COLOR: "1" }, false],
  [TERMINAL, { TERM: "xterm", FORCE_COLOR: "0" }, false],
  [PIPE, { TERM: "xterm-256color", COLORTERM: "truecolor" }, false],
  [PIPE, { GITHUB_ACTIONS: "true", CI: "true" }, false],
  [PIPE, { FORCE_COLOR: "1" }, true],
  [PIPE, { FORCE_COLOR: "" }, true],
  [PIPE, { FORCE_COLOR: "true", NO_COLOR: "1" }, true],
  [PIPE, { FORCE_COLOR: "false" }, false],
])("on %j with %j in the environment: %j", (stream, environment, wants) => {
  for (const variable of ["FORCE_COLOR", "NO_COLOR", "TERM", "COLORTERM", "CI"])
    vi.stubEnv(variable, undefined);
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
  expect(wantsColour(stream)).toBe(wants);
});
