/** The memory of columns while they grow. It is not cleared first: it would be written twice. */
export function growingMemory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** Clears what lies behind the values: what the memory was used for before is nobody's to see. */
export function clearBehind({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
  new Uint8Array(buffer, byteOffset + byteLength).fill(0);
}
