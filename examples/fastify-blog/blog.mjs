import { serverUrl } from '../server-url.mjs';
import { createApp } from './app.mjs';

const app = await createApp(await serverUrl());
await app.orm.migrator.up();
const url = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) });
console.log(`The blog is at ${url}`);

// It lets requests finish, and closes the ORM and the pool.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.close());
