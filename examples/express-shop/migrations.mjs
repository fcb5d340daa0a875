import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';

/** In the order of their names; what was done once is never changed, but followed by another one. */
const migrations = {
  '001 products': {
    async up(db) {
      await db.schema
        .createTable('product')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('sku', 'varchar(20)', (column) => column.notNull().unique())
        .addColumn('name', 'varchar(100)', (column) => column.notNull())
        .addColumn('price', 'decimal(10, 2)', (column) => column.notNull())
        .addColumn('stock', 'integer', (column) => column.notNull().unsigned())
        .execute();
    },
  },
  '002 orders': {
    async up(db) {
      await db.schema
        .createTable('purchase')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('customer', 'varchar(100)', (column) => column.notNull())
        .addColumn('ordered_at', 'datetime', (column) =>
          column.notNull().defaultTo(sql`CURRENT_TIMESTAMP`),
        )
        .execute();
      await db.schema
        .createTable('purchase_line')
        .addColumn('purchase_id', 'integer', (column) => column.notNull())
        .addColumn('product_id', 'integer', (column) => column.notNull())
        .addColumn('quantity', 'integer', (column) => column.notNull().unsigned())
        .addColumn('price', 'decimal(10, 2)', (column) => column.notNull())
        .addPrimaryKeyConstraint('purchase_line_key', ['purchase_id', 'product_id'])
        .addForeignKeyConstraint('line_purchase', ['purchase_id'], 'purchase', ['id'], (key) =>
          key.onDelete('cascade'),
        )
        .addForeignKeyConstraint('line_product', ['product_id'], 'product', ['id'])
        .execute();
    },
  },
};

/** Brings the tables to what the program needs; several programs may do so at the same time. */
export async function migrate(db) {
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}
