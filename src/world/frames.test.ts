import fc from "fast-check";
import { expect, test } from "vitest";
import { framed } from "../../test/frames.ts";
import { countFrames, FrameCollector } from "./frames.ts";

const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 30 });

test("frames are counted, and one that is cut anywhere is noticed", () => {
  fc.assert(
    fc.property(messages, (all) => {
      const stream = framed(all);
      expect(countFrames(stream)).toBe(all.length);
      const last = all.at(-1)!.length + 2;
      for (let cut = 1; cut < last; cut++) expect(countFrames(stream.subarray(0, -cut))).toBeUndefined();
      expect(countFrames(stream.subarray(0, -last))).toBe(all.length - 1);
    }),
  );
});

test("however a stream is cut into pieces, it is complete with its last octet and not before", () => {
  fc.assert(
    fc.property(messages, fc.array(fc.nat(400), { maxLength: 50 }), (all, sizes) => {
      const stream = framed(all);
      const collector = new FrameCollector(all.length);
      let at = 0;
      for (const size of [...sizes, stream.length]) {
        expect(collector.isComplete).toBe(at === stream.length);
        expect(collector.add(stream.subarray(at, at + size))).toBe(true);
        at = Math.min(stream.length, at + size);
      }
      expect(collector.isComplete).toBe(true);
      expect(stream.equals(collector.take())).toBe(true);
      expect(collector.add(Uint8Array.of(0))).toBe(false);
    }),
  );
});

test("more than its first room fits", () => {
  const stream = framed(Array.from({ length: 10 }, (_, index) => new Uint8Array(65535).fill(index)));
  const collector = new FrameCollector(10);
  expect(collector.add(stream)).toBe(true);
  expect(stream.equals(collector.take())).toBe(true);
});
