import { expect, test } from "vitest";
import { type Name, parseName, ROOT } from "../../../dns/name.ts";
import type { Effect, EffectKind } from "../../plan/effects.ts";
import { effectList } from "./effects.ts";

const ZONE = parseName("example.com.", ROOT) as Name; // it is a name

const effect = (name: string, kind: EffectKind, message: string): Effect => ({
  zone: ZONE,
  owner: parseName(name, ZONE) as Name, // it is a name
  type: 1,
  kind,
  message,
});

test("equal effects are one line, the gravest first", () => {
  const effects = [
    effect("a", "cached", "Resolvers may keep the old answer for 1 hour"),
    effect("b", "cached", "Resolvers may keep the old answer for 1 hour"),
    effect("b", "name-gone", "b.example.com. stops existing"),
    effect("c", "dangling", "c.example.com. A still points to b.example.com., which goes"),
  ];
  expect(effectList(effects, ZONE).split("\n")).toEqual([
    "- ⚠️ c.example.com. A still points to b.example.com., which goes",
    "- Stops existing: `b.example.com.`",
    "- Resolvers may keep the old answer for 1 hour: `a` A, `b` A",
  ]);
});

test("a name of which two RRsets go stops existing once", () => {
  const gone = effect("b", "name-gone", "b.example.com. stops existing");
  expect(effectList([gone, { ...gone, type: 28 }], ZONE)).toBe("- Stops existing: `b.example.com.`");
});

test("of many with the same effect ten are named, and the rest counted", () => {
  const effects = Array.from({ length: 12 }, (_, index) => effect(`h${index}`, "cached", "Same"));
  expect(effectList(effects, ZONE)).toMatch(/: `h0` A, .*`h9` A and 2 more$/);
});
