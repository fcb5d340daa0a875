/** A point of a GEOMETRY. */
export interface Point {
  /** The first coordinate. */
  readonly x: number;
  /** The second coordinate. */
  readonly y: number;
}

/** A point; the points of a line; the rings of a polygon; or several of these. */
export type Geometry = Point | Geometry[];

const SRID_BYTES = 4;
const Kind = { point: 1, line: 2, polygon: 3 } as const;

/** Reads well-known binary: https://dev.mysql.com/doc/refman/9.0/en/gis-data-formats.html */
class WkbReader {
  readonly #view: DataView;
  #at = SRID_BYTES;
  #little = true;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Geometry {
    this.#little = this.#view.getUint8(this.#at) === 1;
    this.#at += 1;
    switch (this.#uint32()) {
      case Kind.point:
        return this.#point();
      case Kind.line:
        return this.#list(() => this.#point());
      case Kind.polygon:
        return this.#list(() => this.#list(() => this.#point()));
      default:
        // Of points, lines, polygons, or anything: each has its own head.
        return this.#list(() => this.read());
    }
  }

  #list<T extends Geometry>(readOne: () => T): T[] {
    const list: T[] = [];
    for (let left = this.#uint32(); left > 0; left--) list.push(readOne());
    return list;
  }

  #point(): Point {
    return { x: this.#double(), y: this.#double() };
  }

  #uint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, this.#little);
  }

  #double(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, this.#little);
  }
}

/** The value of a GEOMETRY cell: four bytes of SRID, then well-known binary; null for what is neither. */
export function parseGeometry(bytes: Uint8Array): Geometry | null {
  if (bytes.length <= SRID_BYTES) return null;
  try {
    return new WkbReader(bytes).read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
