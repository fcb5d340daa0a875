export * from 'mysqldb/mysql2';
