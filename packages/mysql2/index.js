'use strict';

// In this form Node sees the names for `import { createPool } from 'mysql2'` too.
module.exports = require('mysqldb/mysql2');
