import { expect, test } from "vitest";
import { node24 } from "../../node24.ts";
import { scenario, withWww, ZONES } from "./scenario.ts";

const node = node24();

test.skipIf(node === undefined)(
  "on Node 24, GitHub's runtime of actions, a pull request gets its comment",
  async () => {
    const it = await scenario(ZONES, node);
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: "true" } });
    expect(commented).toMatchObject({ exitCode: 0, outputs: { posted: "created" } });
    expect(it.ours(pull)[0]).toContain("32 of 32 answers as expected");
    await it.stop();
  },
);
