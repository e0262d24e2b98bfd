import { constants, getPriority, setPriority } from "node:os";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { isEveryAddress } from "../address/every-address.ts";
import { openAsked } from "../answer/asked.ts";
import { countAnswers } from "../answer/count-answers.ts";
import { FAILED } from "../answer/counters.ts";
import { makeExtras } from "../answer/extras.ts";
import { guard } from "../answer/guard.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeLookAhead } from "../answer/look-ahead.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import type { Transfers } from "../answer/transfers.ts";
import { limitCookieless } from "../limit/cookieless-size.ts";
import { limitRates } from "../limit/limit-rates.ts";
import { refusePorts } from "../limit/refuse-ports.ts";
import { arrival } from "../query/arrival.ts";
import { makeFineClock } from "../query-log/fine-clock.ts";
import { logQueries } from "../query-log/log-queries.ts";
import { startedProgram } from "../start/program.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import { openTables, type Tables } from "../tables/tables.ts";
import { allowClients } from "../transfer/allowed-clients.ts";
import { makeTransfers } from "../transfer/make-transfers.ts";
import { BATCH } from "../transport/datagrams.ts";
import { openLibc } from "../transport/libc.ts";
import type { Place } from "../transport/listener.ts";
import { cannotListen, type Listener } from "../transport/listener.ts";
import { listenTcp } from "../transport/tcp.ts";
import { answerBatches, type BatchResponder } from "../transport/udp-batch.ts";
import { listenUdp } from "../transport/udp-portable.ts";
import { describeFailure } from "./describe-failure.ts";
import { BELL_HURRY, BELL_RUNG, type Message, type Order, type Task } from "./thread-task.ts";
import type { Serving } from "./threads.ts";

/** What a thread that answers does from its start to its end: it answers at its places and follows orders. */
export async function runAnswering(task: Task, port: MessagePort): Promise<void> {
  switch (task.kind) {
    case "udp-batch":
      return runBatches(task, port);
    case "udp-portable":
      return await runListeners(task, port, (place, respond, onError) =>
        listenUdp(place, respond, onError, task.counters),
      );
    case "tcp":
      yieldToOthers();
      return await runListeners(task, port, (place, respond, onError) =>
        listenTcp(place, respond, task.settings.tcp, onError, task.counters),
      );
    default:
      return task.kind satisfies never;
  }
}

/** UDP comes first where a processor has too much to do. Only Linux has priorities of single threads; a lower one stays, for nobody may raise it. */
export function yieldToOthers(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  if (process.platform === "linux" && getPriority() < PRIORITY_BELOW_NORMAL)
    setPriority(PRIORITY_BELOW_NORMAL);
}

function runBatches(task: Task, port: MessagePort): void {
  const libc = openLibc();
  if ("missing" in libc) throw new Error(`Cannot answer over UDP: ${libc.missing}`);
  const sockets = task.places.map(({ host, descriptor }) => {
    if (descriptor === undefined) throw new Error("Cannot answer over UDP: there is no socket");
    return { descriptor, isIpv6: host.includes(":"), isEveryAddress: isEveryAddress(host) };
  });
  const serve = (serving: Serving): BatchResponder => ({
    respond: makeGuarded(task, serving, port),
    lookAhead: makeLookAhead(openTables(serving.tables), BATCH),
  });
  let current = serve(takeFirst(task));
  let isStopping = false;
  let heard = Atomics.load(task.bell, BELL_RUNG);
  tell(port, { kind: "listening", addresses: task.places });
  tell(port, { kind: "serving", generation: task.generation });
  let looks = LOOKS; // until it collects the garbage of its start: first it answers
  const responder = () => current;
  const isHurried = () => Atomics.load(task.bell, BELL_HURRY) === 1;
  const attend = () => {
    if (looks > 0) {
      looks -= 1;
      if (looks === 0) giveBackMemory();
    }
    const rung = Atomics.load(task.bell, BELL_RUNG);
    if (rung !== heard) {
      heard = rung;
      takeOrders();
    }
    return !isStopping;
  };
  answerBatches(libc, sockets, task.counters, responder, attend, isHurried);

  function takeOrders(): void {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      const order = next.message as Order; // the main thread sends nothing else
      if (order.kind === "stop") isStopping = true;
      else if (order.kind === "code") tellCode(port);
      else {
        current = serve(order);
        looks = 1; // the old tables are garbage from the next batch on
        tell(port, { kind: "serving", generation: order.generation });
      }
    }
  }
}

/** How often a thread that begins looks at what is to be done before it collects its garbage: three tenths of a second where nobody asks. */
const LOOKS = 3;

type Listen = (place: Place, respond: Respond, onError: (error: Error) => void) => Promise<Listener>;

async function runListeners(task: Task, port: MessagePort, listen: Listen): Promise<void> {
  let current = makeGuarded(task, takeFirst(task), port);
  const respond: Respond = (packet, length, out, limit, client) =>
    current(packet, length, out, limit, client);
  const complain = (error: Error) => tell(port, { kind: "complaint", text: error.message });
  const listeners: Listener[] = [];
  try {
    for (const place of task.places) {
      const listener = listen(place, respond, complain).catch((error) => {
        throw cannotListen(place, error);
      });
      listeners.push(await listener);
    }
  } catch (error) {
    await closeAll(listeners);
    return tell(port, { kind: "refused", reason: error instanceof Error ? error.message : String(error) });
  }
  tell(port, { kind: "listening", addresses: listeners.map(({ address }) => address) });
  tell(port, { kind: "serving", generation: task.generation });
  setImmediate(giveBackMemory); // what its start took
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  port.on("message", (order: Order) => {
    if (order.kind === "stop") return stop();
    if (order.kind === "code") return tellCode(port);
    current = makeGuarded(task, order, port);
    tell(port, { kind: "serving", generation: order.generation });
    setImmediate(giveBackMemory);
  });
  await stopped;
  port.close();
  await closeAll(listeners);
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()));
}

/** The tables that the task came with; they are taken out of it. */
function takeFirst(task: Task): Serving {
  const { tables, slots, asked } = task;
  if (tables === undefined) throw new Error("Cannot answer: the tables are taken already");
  task.tables = undefined;
  return { tables, slots, asked };
}

function makeGuarded(task: Task, { tables: buffer, slots, asked }: Serving, port: MessagePort): Respond {
  const { settings } = task;
  const identity = makeIdentity(settings.server, settings.version);
  const tables = openTables(buffer);
  const extras = makeExtras(settings, Date.now, task.counters);
  const transfers = transfersOf(task)?.(tables);
  const respond = makeResponder(tables, identity, { ...extras, transfers, asked: asked && openAsked(asked) });
  const limited = task.kind === "tcp" ? respond : limitUdp(respond, task);
  const guarded = guard(limited, (error, packet) => {
    task.counters[FAILED]! += 1;
    const text = describeFailure(error, packet, performance.now());
    if (text !== undefined) tell(port, { kind: "complaint", text });
  });
  const counted = countAnswers(guarded, task.counters, slots);
  if (task.log === undefined) return counted;
  return logQueries(
    counted,
    task.log,
    task.counters,
    makeFineClock(Date.now, () => performance.now()),
  );
}

/** Those of the thread, which keep their bounds over all tables that it serves; undefined where nobody may have a zone. */
function transfersOf({ settings, counters }: Task): ((tables: Tables) => Transfers) | undefined {
  if (settings.transfers === undefined) return undefined;
  const { keys, blocks } = settings.transfers;
  transfers ??= makeTransfers({
    ...{ allowed: allowClients(keys, blocks), counters, now: () => performance.now() },
    onOldTablesLeft: () => setImmediate(giveBackMemory),
  });
  return transfers;
}

let transfers: ((tables: Tables) => Transfers) | undefined;

/** Over UDP anybody can ask in anybody's name. */
function limitUdp(respond: Respond, { kind, settings, counters, limitMemory }: Task): Respond {
  const { limits } = settings;
  const now = kind === "udp-batch" ? () => arrival.milliseconds : Date.now;
  const { cookielessSize } = limits;
  const small = cookielessSize === undefined ? respond : limitCookieless(respond, cookielessSize, counters);
  const slow = limitMemory === undefined ? small : limitRates(small, limits, limitMemory, counters, now);
  return refusePorts(slow, counters);
}

/** Nothing from source: nobody asks there. */
function tellCode(port: MessagePort): void {
  const program = startedProgram();
  if (program !== undefined) tell(port, { kind: "code", code: program.compiled() });
}

/** Tells the main thread. */
export function tell(port: MessagePort, message: Message): void {
  port.postMessage(message);
}
