import { expect, test } from "vitest";
import { fakeFly } from "../../test/fakes/fly-in-memory.ts";
import { deployWhenFree } from "./deploy-when-free.ts";
import type { Fly } from "./fly/fly.ts";
import { FlyError } from "./fly/fly-error.ts";

const ORDER = { app: "dns", config: "fly.toml", image: "dns:1", scope: { kind: "all" } } as const;
const MINUTE = 60_000;

/** A flyctl that waits for a minute itself, where a lease lasts longer than that. */
function flyctlWith(lease: number, reason: FlyError["reason"] = "leased") {
  let now = 0;
  let calls = 0;
  const clock = {
    now: () => now,
    wait: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const deploy: Fly["deploy"] = () => {
    calls += 1;
    const left = lease - now;
    now += Math.min(Math.max(left, 0), MINUTE);
    if (left <= MINUTE) return Promise.resolve();
    return Promise.reject(new FlyError("lease currently held by another", reason, ""));
  };
  const ended = deployWhenFree(ORDER, { ...fakeFly({}), deploy }, clock).then(
    () => "deployed",
    (error: Error) => error.message,
  );
  return { ended, calls: () => calls };
}

test.each([
  ["of an update, 13 s", 13_000, "leased", "deployed", 1],
  ["of a machine that was just made, 300 s", 300_000, "leased", "deployed", 5],
  ["that somebody renews for ever", Number.POSITIVE_INFINITY, "leased", "lease currently held by another", 6],
  ["of no kind: anything else is told at once", 300_000, "failed", "lease currently held by another", 1],
] as const)("a lease %s", async (_, lease, reason, outcome, calls) => {
  const flyctl = flyctlWith(lease, reason);
  expect([await flyctl.ended, flyctl.calls()]).toEqual([outcome, calls]);
});
