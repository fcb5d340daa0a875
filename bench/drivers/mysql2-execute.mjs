import { mysql2Driver } from './mysql2.mjs';

export const driver = mysql2Driver('execute');
