import { expect, test } from "vitest";
import { type LookUp, resolveHost } from "./resolve-host.ts";

const never: LookUp = () => new Promise(() => {});
const PATIENCE = 5000;

test("an address is taken as it is", async () => {
  expect(await resolveHost("192.0.2.1", never, PATIENCE)).toBe("192.0.2.1");
  expect(await resolveHost("fe80::1%eth0", never, PATIENCE)).toBe("fe80::1%eth0");
});

test("a name that is not known yet is asked for again", async () => {
  const replies = [new Error("getaddrinfo EAI_AGAIN"), { address: "192.0.2.1" }];
  const lookUp: LookUp = () => {
    const reply = replies.shift()!;
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  };
  expect(await resolveHost("fly-global-services", lookUp, PATIENCE)).toBe("192.0.2.1");
});

test("when its time is over, the last reason is told", async () => {
  const lookUp: LookUp = () => Promise.reject(new Error("getaddrinfo ENOTFOUND name.invalid"));
  expect(await resolveHost("name.invalid", lookUp, 20)).toEqual({
    reason: "getaddrinfo ENOTFOUND name.invalid",
  });
  expect(await resolveHost("name.invalid", never, 20)).toEqual({
    reason: "there is no answer within 0.02 seconds",
  });
});
