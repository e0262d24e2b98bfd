/**
 * Zones that tests load in their own process have no collection of garbage after them (`giveBackLoading` asks for one, by this name): it would look
 * at all that a hundred other files have left there, for a zone of ten lines. V8 collects as ever, and programs that tests start do all.
 */
Object.assign(globalThis, { gc: () => {} });
