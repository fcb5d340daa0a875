-- The tables of schema.prisma, as `prisma migrate diff` writes them.
CREATE TABLE `Everything` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `tiny` TINYINT NULL,
  `unsignedTiny` TINYINT UNSIGNED NULL,
  `small` SMALLINT NULL,
  `unsignedSmall` SMALLINT UNSIGNED NULL,
  `medium` MEDIUMINT NULL,
  `unsignedMedium` MEDIUMINT UNSIGNED NULL,
  `int` INTEGER NULL,
  `unsignedInt` INTEGER UNSIGNED NULL,
  `big` BIGINT NULL,
  `unsignedBig` BIGINT UNSIGNED NULL,
  `year` YEAR NULL,
  `single` FLOAT NULL,
  `double` DOUBLE NULL,
  `decimal` DECIMAL(30, 10) NULL,
  `yes` TINYINT NULL,
  `bit` BIT(1) NULL,
  `bits` BIT(12) NULL,
  `char` CHAR(8) NULL,
  `varchar` VARCHAR(100) NULL,
  `tinyText` TINYTEXT NULL,
  `text` TEXT NULL,
  `mediumText` MEDIUMTEXT NULL,
  `longText` LONGTEXT NULL,
  `binary` BINARY(4) NULL,
  `varbinary` VARBINARY(100) NULL,
  `tinyBlob` TINYBLOB NULL,
  `blob` BLOB NULL,
  `mediumBlob` MEDIUMBLOB NULL,
  `longBlob` LONGBLOB NULL,
  `day` DATE NULL,
  `time` TIME(3) NULL,
  `moment` DATETIME(6) NULL,
  `second` DATETIME(0) NULL,
  `stamp` TIMESTAMP(3) NULL,
  `json` JSON NULL,
  `colour` ENUM('red', 'green', 'blue') NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `Author` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `email` VARCHAR(191) NOT NULL,
  `name` VARCHAR(191) NULL,
  UNIQUE INDEX `Author_email_key`(`email`),
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `Favourite` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `everythingId` INTEGER NOT NULL,
  UNIQUE INDEX `Favourite_everythingId_key`(`everythingId`),
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `Book` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `title` VARCHAR(20) NOT NULL,
  `authorId` INTEGER NOT NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `Tag` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(191) NOT NULL,
  UNIQUE INDEX `Tag_name_key`(`name`),
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `_BookToTag` (
  `A` INTEGER NOT NULL,
  `B` INTEGER NOT NULL,
  UNIQUE INDEX `_BookToTag_AB_unique`(`A`, `B`),
  INDEX `_BookToTag_B_index`(`B`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

ALTER TABLE `Favourite` ADD CONSTRAINT `Favourite_everythingId_fkey` FOREIGN KEY (`everythingId`) REFERENCES `Everything`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE `Book` ADD CONSTRAINT `Book_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `Author`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE `_BookToTag` ADD CONSTRAINT `_BookToTag_A_fkey` FOREIGN KEY (`A`) REFERENCES `Book`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE `_BookToTag` ADD CONSTRAINT `_BookToTag_B_fkey` FOREIGN KEY (`B`) REFERENCES `Tag`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
