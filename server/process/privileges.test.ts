import { expect, test } from "vitest";
import { dropPrivileges, type Privileges } from "./privileges.ts";

const NOBODY = 65534;
const ACCOUNT = { user: "nobody", group: "nogroup" };

/** A process of root that changes as it should, but for what is `broken`; its calls in order. */
function fakeProcess(broken: Partial<Privileges> = {}) {
  const calls: string[] = [];
  let [user, group, groups] = [0, 0, [0]];
  const system: Privileges = {
    setgid: (id) => {
      calls.push(`setgid ${id}`);
      group = NOBODY;
    },
    initgroups: (name, id) => {
      calls.push(`initgroups ${name} ${id}`);
      groups = [NOBODY];
    },
    setuid: (id) => {
      if (user !== 0) throw new Error("setuid EPERM");
      calls.push(`setuid ${id}`);
      user = NOBODY;
    },
    getuid: () => user,
    geteuid: () => user,
    getgid: () => group,
    getegid: () => group,
    getgroups: () => groups,
    ...broken,
  };
  return { system, calls };
}

test("groups go before the user, who could not change them any more", () => {
  const { system, calls } = fakeProcess();
  dropPrivileges(ACCOUNT, system);
  expect(calls).toEqual(["setgid nogroup", "initgroups nobody nogroup", "setuid nobody"]);
});

test("numbers name users and groups, too", () => {
  const { system, calls } = fakeProcess();
  dropPrivileges({ user: "65534", group: "65534" }, system);
  expect(calls).toEqual(["setgid 65534", "initgroups 65534 65534", "setuid 65534"]);
});

test.each<[string, Partial<Privileges>, string]>([
  ["the user is still root", { getuid: () => 0 }, "that is root"],
  ["the effective user is still root", { geteuid: () => 0 }, "that is root"],
  ["the group is still root's", { getgid: () => 0 }, "the process is still in root's group"],
  ["one of the groups is still root's", { getgroups: () => [65534, 0] }, "still in root's group"],
  ["root can be had back", { setuid: () => {}, getuid: () => 1, geteuid: () => 1 }, "can become root again"],
  [
    "there is no such user",
    {
      setuid: () => {
        throw new Error("User identifier does not exist: nobody");
      },
    },
    "Cannot become user nobody, group nogroup: User identifier does not exist",
  ],
  ["the system has no users", { setuid: undefined as never }, "this system has no users"],
])("refused when %s", (_, broken, message) => {
  expect(() => dropPrivileges(ACCOUNT, fakeProcess(broken).system)).toThrow(message);
});
