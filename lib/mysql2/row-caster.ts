import type { RawCell, TypeCastField, TypeCastFunction } from './type-cast';

/** What makes the values of rows: for each column its field and what gives the usual value. */
export interface Casting {
  readonly cast: TypeCastFunction;
  /** Holds the cell that a field and its `next` are about. */
  readonly place: { cell: RawCell };
  readonly fields: readonly TypeCastField[];
  readonly nexts: readonly (() => unknown)[];
}

/** Makes rows of their cells, left to right. */
export type RowCaster = (rows: RawCell[][], casting: Casting) => unknown[];

/** Arrays, in place. */
const castArrays: RowCaster = (rows, { cast, place, fields, nexts }) => {
  for (const row of rows as unknown[][]) {
    for (let i = 0; i < fields.length; i++) {
      place.cell = row[i] as RawCell;
      row[i] = cast(fields[i]!, nexts[i]!);
    }
  }
  return rows;
};

/** Objects without code generation, which a Content Security Policy or a flag may forbid. */
export const plainCaster =
  (names: readonly string[]): RowCaster =>
  (rows, casting) =>
    castArrays(rows, casting).map((values) =>
      // fromEntries defines own properties, `__proto__` too.
      Object.fromEntries(names.map((name, i) => [name, (values as unknown[])[i]])),
    );

/**
 * Objects, as code with their names in it: V8 then knows the hidden class of the rows, which makes them
 * cheaper here and in whatever copies them. Names are JSON strings in the code, which cannot end early.
 */
export function compileCaster(names: readonly string[]): RowCaster {
  const entries = names.map((name, i) => {
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
    return `${key}: (place.cell = row[${i}], cast(f${i}, n${i}))`;
  });
  const all = (letter: string): string => names.map((_, i) => letter + i).join(', ');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(`'use strict';
    return function castRows(rows, { cast, place, fields, nexts }) {
      const [${all('f')}] = fields;
      const [${all('n')}] = nexts;
      const made = [];
      for (const row of rows) made.push({ ${entries.join(', ')} });
      return made;
    };`)() as RowCaster;
}

/** By the names in a row, oldest first; the bound is for programs that alias columns anew. */
const casters = new Map<string, RowCaster>();
const MAX_CASTERS = 512;

export function casterFor(names: readonly string[] | undefined): RowCaster {
  if (names === undefined) return castArrays;
  const key = JSON.stringify(names);
  let caster = casters.get(key);
  if (caster === undefined) {
    caster = makeCaster(names);
    if (casters.size >= MAX_CASTERS) casters.delete(casters.keys().next().value!);
    casters.set(key, caster);
  }
  return caster;
}

function makeCaster(names: readonly string[]): RowCaster {
  try {
    return compileCaster(names);
  } catch (error) {
    if (error instanceof EvalError) return plainCaster(names);
    throw error;
  }
}
