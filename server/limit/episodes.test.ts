import { expect, test } from "vitest";
import { noteEpisode, takeEpisodes } from "./episodes.ts";
import { EPISODES, makeLimitMemory, openLimitMemory } from "./limit-memory.ts";
import { printEpisode } from "./print-episode.ts";

const START = Date.UTC(2026, 10, 30);
const PREFIX = [0xc6336400 | 0, 4] as const; // 198.51.100.0/24

function episodes() {
  const memory = openLimitMemory(makeLimitMemory(512));
  return {
    note: (second: number, [high, low]: readonly [number, number] = PREFIX, isOn = true) =>
      noteEpisode(memory, high, low, isOn, START + second * 1000),
    told: (second: number) =>
      takeEpisodes(memory, START + second * 1000).map((episode) => printEpisode(episode, 200)),
  };
}

test("a flood is told where it begins and where it has ended, however much it is", () => {
  const { note, told } = episodes();
  expect(told(0)).toEqual([]);
  for (let second = 0; second < 60; second++) {
    for (let count = 0; count < 100; count++) note(second);
    expect(told(second)).toHaveLength(second === 0 ? 1 : 0);
  }
  expect(told(88)).toEqual([]);
  expect(told(89)).toEqual([
    "Rate limit: 198.51.100.0/24 is below it again; 6000 answers were limited in 60 s",
  ]);
  expect(told(200)).toEqual([]);
});

test("one that comes and goes is told twice in half a minute at most", () => {
  const { note, told } = episodes();
  const lines: string[] = [];
  for (let second = 0; second < 300; second++) {
    if (second % 35 < 5) note(second);
    lines.push(...told(second));
  }
  expect(lines.length).toBeLessThanOrEqual((2 * 300) / 30);
  expect(lines.length).toBeGreaterThan(8);
});

test("of more prefixes than there is room for, the first are told", () => {
  const { note, told } = episodes();
  for (let prefix = 0; prefix < 10 * EPISODES; prefix++) note(0, [prefix << 8, 4]);
  expect(told(0)).toHaveLength(EPISODES);
});

test("it says what is done, and names a prefix and no client", () => {
  const { note, told } = episodes();
  note(0);
  note(0, PREFIX, false);
  note(0, [0x20010db8, 0x00010106], false);
  note(1, [0x20010db8, 0x00010106], false);
  expect(told(1)).toEqual([
    "Rate limit: 198.51.100.0/24 asks for more than 200 answers of one kind a second; answers to it are limited",
    "Rate limit: 2001:db8:1:100::/56 asks for more than 200 answers of one kind a second; they would be limited, but limits are only logged",
  ]);
  expect(told(40)[1]).toBe(
    "Rate limit: 2001:db8:1:100::/56 is below it again; 2 answers would have been limited in 2 s",
  );
});
