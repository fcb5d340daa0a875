/** The memory of columns while they grow. It is not cleared first: it would be written twice. */
export function growingMemory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** How full an array is left as it is: a copy of it would cost more than the room behind it. */
const FULL = 0.75;

/** The first values of an array, in memory that has no more than zeros behind them. */
export function settled<Values extends Int32Array | Float64Array | BigInt64Array>(
  values: Values,
  count: number,
): Values {
  const full = values.subarray(0, count) as Values;
  if (count >= values.length * FULL) return cleared(full);
  const Type = values.constructor as new (memory: ArrayBuffer) => Values;
  const copy = new Type(growingMemory(full.byteLength));
  copy.set(full as Int32Array & Float64Array & BigInt64Array);
  return copy;
}

/** The same of bytes. */
export function settledBytes(bytes: Buffer, count: number): Buffer {
  if (count >= bytes.length * FULL) return cleared(bytes.subarray(0, count));
  const copy = Buffer.allocUnsafeSlow(count);
  copy.set(bytes.subarray(0, count));
  return copy;
}

/** What the memory behind the values was used for before is nobody's to see. */
function cleared<Values extends ArrayBufferView>(values: Values): Values {
  new Uint8Array(values.buffer, values.byteOffset + values.byteLength).fill(0);
  return values;
}
