import { expect, test } from "vitest";
import { makeTidying } from "./tidying.ts";

const LITTLE = 1_000;
const MUCH = 64 * 1024 * 1024;

/** Tidying of a thread that has been there for a while, and what it has collected since it was asked last. */
function start() {
  const collected: string[] = [];
  const tidying = makeTidying({
    all: () => void collected.push("all"),
    young: () => void collected.push("young"),
  });
  const look = (isQuiet: boolean, times = 1) => {
    for (let time = 0; time < times; time++) tidying.look(isQuiet);
    return collected.splice(0);
  };
  return { ...tidying, look };
}

test("the garbage of a start goes when the thread has answered for a while, once", () => {
  const { look } = start();
  expect(look(false, 2)).toEqual([]);
  expect(look(false)).toEqual(["all"]);
  expect(look(true, 100)).toEqual([]);
});

test("tables go with what is young, those of the start when it is quiet, for they are old", () => {
  const { look, replaced } = start();
  look(false, 10);
  replaced(LITTLE);
  expect(look(false)).toEqual(["young"]);
  expect(look(false, 100)).toEqual([]);
  expect(look(true)).toEqual(["all"]);
  expect(look(true, 100)).toEqual([]);
});

test("where it is never quiet, one collection of all is owed, and tables go nevertheless", () => {
  const { look, replaced } = start();
  look(false, 10);
  for (let reload = 0; reload < 5; reload++) {
    replaced(LITTLE);
    expect(look(false, 100)).toEqual(["young"]);
  }
  expect(look(true)).toEqual(["all"]);
});

test("what has come since a collection of all goes without another", () => {
  const { look, replaced } = start();
  replaced(LITTLE);
  expect(look(true)).toEqual(["young"]);
  expect(look(true)).toEqual([]);
});

test("old tables that are large go at once, and young ones with what is young", () => {
  const { look, replaced } = start();
  look(false, 10);
  replaced(MUCH);
  expect(look(false)).toEqual(["all"]);
  replaced(MUCH); // made old by that
  expect(look(false)).toEqual(["all"]);
  const young = start();
  young.replaced(MUCH);
  expect(young.look(false)).toEqual(["young"]);
});
