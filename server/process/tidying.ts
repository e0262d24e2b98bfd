import { giveBackMemory, giveBackYoung } from "../tables/give-back.ts";

/** When a thread that answers over UDP collects its garbage: there is none but what its start leaves, and tables that are served no more. */
export interface Tidying {
  /** Other tables are served from now on; `octets` had those before. */
  readonly replaced: (octets: number) => void;
  /** Collects what is due. It is called between two batches, with whether nothing has come for a while. */
  readonly look: (isQuiet: boolean) => void;
}

/**
 * A whole collection takes milliseconds, and while it waits for V8's other threads many more; questions that come meanwhile wait as long. So tables go with what
 * is young, in a third of a millisecond: theirs are the only objects that come, and who lives through one collection of the young is still among them at the
 * next. A whole collection makes everything old; what was served at the time goes with the next one, which waits for a quiet moment unless it is much.
 */
export function makeTidying(collect: Collect = { all: giveBackMemory, young: giveBackYoung }): Tidying {
  let looks = LOOKS;
  let isOld = false;
  let due: keyof Collect | undefined;
  let isOwed = false;
  const collectAll = () => {
    collect.all();
    isOld = true;
    isOwed = false;
  };
  return {
    replaced: (octets) => {
      isOwed ||= isOld;
      due = isOld && octets > MUCH ? "all" : "young";
      isOld = false;
    },
    look: (isQuiet) => {
      const now = due;
      due = undefined;
      if (now === "young") collect.young();
      else if (now === "all" || (isOwed && isQuiet)) collectAll();
      if (looks === 0) return;
      looks -= 1;
      if (looks === 0) collectAll();
    },
  };
}

interface Collect {
  readonly all: () => void;
  readonly young: () => void;
}

/** How often a thread that begins looks at what is to be done before it collects its garbage: three tenths of a second where nobody asks. */
const LOOKS = 3;
/** Octets of tables that are not held for long: those of some 300,000 records. */
const MUCH = 32 * 1024 * 1024;
