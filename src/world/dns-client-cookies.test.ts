import { expect, test } from "vitest";
import { COOKIE, cookiesOf } from "./dns-client-cookies.ts";

const SERVER = "server-cookie-16";
let port = 1;
/** The cookies of a nameserver that was never asked. */
const jar = () => cookiesOf({ name: "ns", address: "192.0.2.1", port: port++ });
const option = (data: string) => [{ code: COOKIE, data }];

test("at first there is our cookie alone, eight octets, and then the server's with it", () => {
  const cookies = jar();
  const client = cookies.cookie();
  expect(client).toHaveLength(8);
  expect(cookies.take(option(client + SERVER))).toBe(true);
  expect(cookies.cookie()).toBe(client + SERVER);
});

test("each nameserver sees another cookie, and always the same", () => {
  const nameserver = { name: "ns", address: "192.0.2.2", port: 53 };
  expect(cookiesOf(nameserver).cookie()).toBe(cookiesOf({ ...nameserver, name: "other" }).cookie());
  expect(jar().cookie()).not.toBe(jar().cookie());
});

test("a reply without a cookie, or with ours alone, changes nothing", () => {
  const cookies = jar();
  const client = cookies.cookie();
  cookies.take(option(client + SERVER));
  expect([cookies.take([]), cookies.take(option(client))]).toEqual([true, true]);
  expect(cookies.cookie()).toBe(client + SERVER);
});

test.each([
  ["somebody else's", () => `notours!${SERVER}`],
  ["too long", (client: string) => client + "x".repeat(33)],
])("a reply with a cookie that is %s is no reply", (_, made) => {
  const cookies = jar();
  const client = cookies.cookie();
  expect(cookies.take(option(made(client)))).toBe(false);
  expect(cookies.cookie()).toBe(client);
});
