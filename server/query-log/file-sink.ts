import { closeSync, openSync, writeSync } from "node:fs";
import { LOG_UNWRITTEN, LOG_WRITTEN } from "../answer/counters.ts";
import { type Identity, makeDnstapEncoder } from "./dnstap-message.ts";
import { controlFrame, dataFrame, START, STOP } from "./frame-stream.ts";
import type { Sink, SinkWorld } from "./sink.ts";

/**
 * A file with dnstap, begun anew: two streams in one file are none that readers know. Throws where it cannot be opened; when
 * writing fails that is told once, and from then on what comes is counted only.
 */
export function fileSink(path: string, identity: Identity, { counters, complain }: SinkWorld): Sink {
  const encode = makeDnstapEncoder(identity);
  const file = openSync(path, "w", MODE);
  let frames: Buffer[] = [controlFrame(START)];
  let packets = 0;
  let hasFailed = false;
  const flush = () => {
    if (frames.length === 0) return;
    try {
      if (!hasFailed) writeAll(file, Buffer.concat(frames));
    } catch (error) {
      hasFailed = true;
      complain(`dnstap: cannot write ${path}: ${error instanceof Error ? error.message : error}`);
    }
    counters[hasFailed ? LOG_UNWRITTEN : LOG_WRITTEN]! += packets;
    frames = [];
    packets = 0;
  };
  return {
    take: (logged) => {
      frames.push(...encode(logged).map(dataFrame));
      packets += 1;
      if (packets >= MAX_HELD) flush();
    },
    flush,
    end: () => {
      frames.push(controlFrame(STOP));
      flush();
      closeSync(file);
      return Promise.resolve();
    },
  };
}

const MODE = 0o640; // who asked what is for nobody else to read
const MAX_HELD = 512; // packets

function writeAll(file: number, octets: Buffer): void {
  for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at);
}
