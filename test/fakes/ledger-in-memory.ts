import { type DeploymentRecord, greatestFloors, type Ledger } from "../../src/deploy/ledger.ts";

/** A ledger in memory, as GitHub keeps it. */
export interface FakeLedger extends Ledger {
  /** The oldest first. */
  readonly records: { record: DeploymentRecord; state: "open" | "success" | "failure" }[];
}

/** Nothing was deployed yet. */
export function fakeLedger(): FakeLedger {
  const records: FakeLedger["records"] = [];
  return {
    records,
    read: () => {
      const last = records.findLastIndex(({ state }) => state === "success");
      const since = records.slice(Math.max(last, 0)).map(({ record }) => record);
      return Promise.resolve({
        ...(last === -1 ? {} : { last: records[last]!.record }),
        unfinished: (last === -1 ? since : since.slice(1)).toReversed(),
        floors: greatestFloors(since.toReversed()),
      });
    },
    open: (record) => {
      const entry: FakeLedger["records"][number] = { record, state: "open" };
      records.push(entry);
      return Promise.resolve({
        succeed: () => {
          entry.state = "success";
          return Promise.resolve();
        },
        fail: () => {
          entry.state = "failure";
          return Promise.resolve();
        },
      });
    },
  };
}
