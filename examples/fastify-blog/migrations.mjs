import { Migration } from '@mikro-orm/migrations';

/** In the order of the list; what was done once is never changed, but followed by another one. */
class CreateTables extends Migration {
  up() {
    this.addSql(`CREATE TABLE author (
      id INT AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(50) NOT NULL UNIQUE
    )`);
    this.addSql(`CREATE TABLE post (
      id INT AUTO_INCREMENT PRIMARY KEY,
      slug VARCHAR(100) NOT NULL UNIQUE,
      title VARCHAR(200) NOT NULL,
      text TEXT NOT NULL,
      created_at DATETIME(3) NOT NULL,
      version INT NOT NULL DEFAULT 1,
      author_id INT NOT NULL,
      FOREIGN KEY (author_id) REFERENCES author (id)
    )`);
  }
}

class AddTags extends Migration {
  up() {
    this.addSql(`CREATE TABLE tag (
      id INT AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(30) NOT NULL UNIQUE
    )`);
    this.addSql(`CREATE TABLE post_tags (
      post_id INT NOT NULL,
      tag_id INT NOT NULL,
      PRIMARY KEY (post_id, tag_id),
      FOREIGN KEY (post_id) REFERENCES post (id) ON DELETE CASCADE,
      FOREIGN KEY (tag_id) REFERENCES tag (id) ON DELETE CASCADE
    )`);
  }
}

export const migrations = [
  { name: '001 tables', class: CreateTables },
  { name: '002 tags', class: AddTags },
];
