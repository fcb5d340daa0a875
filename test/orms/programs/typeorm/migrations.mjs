/** What the program migrates, beyond the tables that TypeORM makes of the entities. */
import { Table, TableColumn, TableForeignKey, TableIndex } from 'typeorm';

export class Shelves1700000000001 {
  name = 'Shelves1700000000001';

  async up(runner) {
    const id = { name: 'id', type: 'int', isPrimary: true, isGenerated: true };
    const increment = { ...id, generationStrategy: 'increment' };
    await runner.createTable(
      new Table({
        name: 'shelf',
        columns: [increment, { name: 'label', type: 'varchar', length: '20', isUnique: true }],
      }),
      true,
    );
    await runner.createTable(
      new Table({
        name: 'place_on_shelf',
        columns: [increment, { name: 'shelfId', type: 'int' }],
      }),
    );
    await runner.createForeignKey(
      'place_on_shelf',
      new TableForeignKey({
        name: 'on_shelf',
        columnNames: ['shelfId'],
        referencedTableName: 'shelf',
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
      }),
    );
  }

  async down(runner) {
    await runner.dropTable('place_on_shelf');
    await runner.dropTable('shelf');
  }
}

export class ShelfHeight1700000000002 {
  name = 'ShelfHeight1700000000002';

  async up(runner) {
    const height = { name: 'height', type: 'decimal', precision: 6, scale: 2, default: '1.50' };
    await runner.addColumn('shelf', new TableColumn(height));
    await runner.createIndex(
      'shelf',
      new TableIndex({ name: 'by_height', columnNames: ['height'] }),
    );
    await runner.query('INSERT INTO shelf (label) VALUES (?), (?)', ['top', 'low']);
  }

  async down(runner) {
    await runner.dropIndex('shelf', 'by_height');
    await runner.dropColumn('shelf', 'height');
    await runner.query('DELETE FROM shelf');
  }
}
