export * from 'mysqldb/mysql2/promise';
