/** Which of the two servers a connection leads to: beyond their common past, numbers differ. */
export type Flavor = 'mariadb' | 'mysql';
