/** A web application of examples/, which is started as its users do, and a client of it. */
import { ExampleProcess } from './example-process';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export class WebExample {
  readonly process: ExampleProcess;
  #url = '';

  /** It lives in another time zone than the tests, where mistakes with times are seen. */
  constructor(folder: string) {
    this.process = new ExampleProcess(`${folder}/start.mjs`, { PORT: '0', TZ: 'Asia/Tokyo' });
  }

  async started(): Promise<void> {
    const stdout = await this.process.printed('http://');
    this.#url = /http:\S+/.exec(stdout)![0];
  }

  get(path: string): Promise<Answer> {
    return this.#fetch('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.#fetch('POST', path, body);
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.#fetch('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.#fetch('DELETE', path);
  }

  /** Text of a body is sent as it is. */
  async #fetch(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
  }
}

/** Starts an application before the tests of a file; after them it must end, and leave nothing. */
export function useExample(folder: string): WebExample {
  const example = new WebExample(folder);
  // The first start may have to fetch a newer Node.
  beforeAll(() => example.started(), 300_000);
  afterAll(() => example.process.remove());
  return example;
}
