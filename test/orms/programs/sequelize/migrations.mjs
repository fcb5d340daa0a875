/** Migrations as Sequelize's command line has them: functions of a query interface. */

export const MIGRATIONS = [
  {
    async up(face, T) {
      const id = { type: T.INTEGER, primaryKey: true, autoIncrement: true };
      await face.createTable('shelf', { id, label: { type: T.STRING(20), unique: true } });
      const shelfId = { type: T.INTEGER, allowNull: false };
      await face.createTable('place_on_shelf', { id, shelfId });
      await face.addConstraint('place_on_shelf', {
        fields: ['shelfId'],
        type: 'FOREIGN KEY',
        name: 'on_shelf',
        references: { table: 'shelf', field: 'id' },
        onDelete: 'CASCADE',
      });
    },
    async down(face) {
      await face.dropTable('place_on_shelf');
      await face.dropTable('shelf');
    },
  },
  {
    async up(face, T) {
      const height = { type: T.DECIMAL(6, 2), allowNull: false, defaultValue: '1.50' };
      await face.addColumn('shelf', 'height', height);
      await face.addIndex('shelf', { fields: ['height'], name: 'by_height' });
      await face.bulkInsert('shelf', [
        { id: 1, label: 'top' },
        { id: 2, label: 'low' },
      ]);
    },
    async down(face) {
      await face.bulkDelete('shelf', {});
      await face.removeIndex('shelf', 'by_height');
      await face.removeColumn('shelf', 'height');
    },
  },
];
