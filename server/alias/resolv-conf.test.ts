import { expect, test } from "vitest";
import { readResolvConf } from "./resolv-conf.ts";
import { systemResolvers } from "./system-resolvers.ts";

test.each([
  [
    "one for each line",
    "nameserver 192.0.2.1\n nameserver\t2001:db8::1 # comment\n",
    ["192.0.2.1", "2001:db8::1"],
  ],
  ["three at most", "nameserver 192.0.2.1\n".repeat(5), ["192.0.2.1", "192.0.2.1", "192.0.2.1"]],
  ["a link-local one with its link", "nameserver fe80::1%eth0\n", ["fe80::1%eth0"]],
  [
    "nothing else",
    "# nameserver 192.0.2.1\nsearch example.com\noptions edns0\nnameserver\nnameserver host\n",
    [],
  ],
])("%s", (_name, text, hosts) => {
  expect(readResolvConf(text)).toEqual(hosts.map((host) => ({ host, port: 53 })));
});

test("the file is read again after a minute, and what is wrong with it is said once", () => {
  let now = 0;
  let text: string | undefined = "nameserver 192.0.2.1\n";
  const complaints: string[] = [];
  const read = () => {
    if (text === undefined) throw new Error("EACCES");
    return text;
  };
  const list = systemResolvers(
    read,
    () => now,
    (line) => complaints.push(line),
  );
  const hosts = () => list().map(({ host }) => host);
  expect(hosts()).toEqual(["192.0.2.1"]);
  text = "nameserver 192.0.2.2\n";
  expect(hosts()).toEqual(["192.0.2.1"]);
  now += 60_000;
  expect(hosts()).toEqual(["192.0.2.2"]);
  text = undefined;
  now += 60_000;
  expect(hosts()).toEqual(["192.0.2.2"]);
  now += 60_000;
  expect(hosts()).toEqual(["192.0.2.2"]);
  expect(complaints).toEqual([
    "Targets of ALIAS cannot be looked up by the resolvers of /etc/resolv.conf: EACCES",
  ]);
});
