/** Does nothing: decoders are few here, and bounded. It is there since programs call it. */
export function setMaxParserCache(_max: number): void {}

/** As above. */
export function clearParserCache(): void {}
