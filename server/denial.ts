import type { Tables } from "./tables.ts";

export function proveNoName(_tables: Tables, _encloser: number): void {}
export function proveNoData(
  _tables: Tables,
  _source: number,
  _encloser: number,
  _synthesised: boolean,
): void {}
export function proveWildcard(_tables: Tables, _encloser: number): void {}
export function proveNoDs(_tables: Tables, _cut: number): void {}
