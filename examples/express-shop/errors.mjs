import { ER, MySQLError } from 'mysqldb';

/** What a client is told. */
export class HttpError extends Error {
  constructor(status, message, fields) {
    super(message);
    this.status = status;
    /** What is wrong, by the names of fields. */
    this.fields = fields;
  }
}

/** What the database refuses because of what is in it already. */
const CONFLICTS = {
  [ER.DUP_ENTRY]: 'There is one already',
  [ER.ROW_IS_REFERENCED_2]: 'It is part of an order',
};

const BUSY = ['ERR_MYSQLDB_POOL_TIMEOUT', 'ERR_MYSQLDB_POOL_FULL'];

/** Express knows by its four parameters that it is for errors. */
export function answerError(error, request, response, _next) {
  const { status, message, fields } = describe(error);
  if (status >= 500) console.error(error);
  response.status(status).json({ message, fields });
}

function describe(error) {
  if (error instanceof MySQLError) {
    const conflict = CONFLICTS[error.errno];
    if (conflict) return { status: 409, message: conflict };
    if (BUSY.includes(error.code)) return { status: 503, message: 'Please come again' };
  } else if (error.status < 500) {
    return error; // an HttpError, or Express's own, as of a body that is no JSON
  }
  return { status: 500, message: 'Something went wrong' };
}
