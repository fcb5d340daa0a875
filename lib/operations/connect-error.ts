import { CR } from '../constants/client-errors';
import { flavorAtLogin } from '../constants/error-table';
import { ER } from '../constants/server-errors';
import { errorFromServer, type MySQLError } from '../errors';
import type { Outcome } from './operation';

const PASSWORD_KEPT =
  'Check `user` and `password`; an account of caching_sha2_password or sha256_password also needs TLS, `getServerPublicKey: true` or `serverPublicKeyPath`.';

/** Connection failures before the login: nothing was done that could be done twice. */
export function connectError(error: NonNullable<Outcome['error']>, local: boolean): MySQLError {
  const { errno } = error;
  const cutOff = errno === CR.SERVER_LOST || errno === CR.SERVER_GONE_ERROR;
  return errorFromServer(error, {
    flavor: flavorAtLogin(errno),
    fatal: true,
    ...((cutOff || errno === ER.SERVER_SHUTDOWN) && { retryable: true }),
    ...(cutOff && {
      hint: 'What answered did not greet as a MySQL server does, or not within connectTimeout: check `host` and `port`, then try again.',
    }),
    ...(errno === ER.ACCESS_DENIED_ERROR &&
      error.keptPassword &&
      !local && { hint: PASSWORD_KEPT }),
  });
}
