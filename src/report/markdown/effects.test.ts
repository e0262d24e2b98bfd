import { describe, expect, test } from "vitest";
import { type Name, parseName, ROOT } from "../../../dns/name.ts";
import type { Effect, EffectKind } from "../../plan/effects/effect.ts";
import { danglingSection, effectList } from "./effects.ts";

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
    effect("c", "policy", "Mail goes to mx.example.com."),
    effect("*", "name-gone", "Of the names below example.com. only those exist that are written"),
  ];
  expect(effectList(effects, ZONE).split("\n")).toEqual([
    "- `c` A: Mail goes to mx.example.com.",
    "- Stops existing: `b.example.com.`",
    "- Of the names below example.com. only those exist that are written: `*` A",
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

describe("what is left dangling", () => {
  const dangling = (name: string) =>
    effect(name, "dangling", `${name}.example.com. A points to #1, which goes`);

  test("stands by itself, for the zone that it is in may not change", () => {
    const text = danglingSection([effect("a", "cached", "Same"), dangling("b")]);
    expect(text).toBe(
      "> [!WARNING]\n> **Left dangling**\n> - b.example.com. A points to #\u200b1, which goes.",
    );
  });

  test("is not there when nothing is", () => {
    expect(danglingSection([effect("a", "cached", "Same")])).toBeUndefined();
  });

  test("does not fill the page", () => {
    const many = Array.from({ length: 50 }, (_, index) => dangling(`h${index}`));
    expect(danglingSection(many)).toMatch(/h29\..*\n> - … and 20 more\.$/);
  });
});
