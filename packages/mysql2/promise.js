'use strict';

module.exports = require('mysqldb/mysql2/promise');
