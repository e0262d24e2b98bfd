import { afterEach, beforeEach, expect, test } from "vitest";
import { type Scenario, scenario, withWww } from "./scenario.ts";

let it: Scenario;
beforeEach(async () => {
  it = await scenario();
});
afterEach(() => it.stop());

test("the first plan of a pull request becomes one comment", async () => {
  const pull = it.open(withWww("192.0.2.20"));
  const { planned, commented } = await it.planAndComment(pull);
  console.log(
    planned.log,
    planned.outputs,
    planned.summary,
    commented.log,
    commented.summary,
    it.ours(pull),
    commented.outputs,
    it.state.requests,
  );
  expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: "true", problems: "0" } });
  expect(commented).toMatchObject({ exitCode: 0, outputs: { posted: "created" } });
  expect(it.ours(pull)).toHaveLength(1);
});
