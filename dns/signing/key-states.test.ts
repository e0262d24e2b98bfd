import { expect, test } from "vitest";
import { makeTestKey, policyOf } from "../../test/signing/written-zone.ts";
import { nameOf } from "../../test/zone-text.ts";
import {
  KEY_STATES,
  type KeyStates,
  keyStatesVariables,
  newestStates,
  parseKeyStates,
} from "./key-states.ts";

const { policy: key } = makeTestKey();
const stateOf = (counter: number) => policyOf({ counter, keys: [key] });
const many: KeyStates = new Map(
  Array.from({ length: 40 }, (_, index) => [nameOf(`z${index}\\,x.example.`), stateOf(index)] as const),
);

test.each([1_000_000, 1_000, 300])(
  "states in variables of %i characters come out as they went in",
  (most) => {
    const variables = keyStatesVariables(many, most);
    expect(parseKeyStates({ PATH: "/", ...variables })).toEqual(new Map([...many].sort()));
    for (const text of Object.values(variables)) expect(text.length).toBeLessThanOrEqual(most);
  },
);

test("no part can be left out, or be of another set, without a complaint", () => {
  const variables = keyStatesVariables(many, 1_000);
  const names = Object.keys(variables);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const { [name]: _, ...rest } = variables;
    expect(parseKeyStates(rest)).toHaveProperty("fault");
  }
  const others = keyStatesVariables(new Map([...many].slice(1)), 300);
  expect(parseKeyStates({ ...variables, [names[1]!]: others[names[1]!] })).toHaveProperty("fault");
});

test.each([
  ["1/1 ", "is not the part 1"],
  ["", "is not the part 1"],
  ["1/1 example.com.", "expected a zone and its keys"],
  ["1/1 example.com. v=1", "has not all of"],
])("%j: %s", (text, fault) => {
  expect(parseKeyStates({ [KEY_STATES]: text })).toEqual({ fault: expect.stringContaining(fault) });
});

test("of each zone the state with the greatest counter is the newest", () => {
  const [a, b] = [nameOf("a."), nameOf("b.")];
  const [one, two] = [stateOf(1), stateOf(2)];
  expect(
    newestStates([
      new Map([[a, one]]),
      new Map([
        [a, two],
        [b, one],
      ]),
      new Map([[a, one]]),
    ]),
  ).toEqual(
    new Map([
      [a, two],
      [b, one],
    ]),
  );
});
