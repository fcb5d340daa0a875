// Column metadata of a result: how each cell is packed, and the block that JavaScript reads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/cell_kind.h"
#include "core/client.h"

namespace mysqldb {

/// Chooses the packing of a column's cells from its metadata.
CellKind cellKindOf(const MYSQL_FIELD& field, std::uint32_t packing);

/// Everything the server says of the columns, as one block (docs/buffer-formats.md, "Metadata").
/// Equal blocks mean equal shapes, so it is the key of the shape cache too.
void writeMetadata(const MYSQL_FIELD* fields, const std::vector<CellKind>& kinds,
                   std::string* block);

}  // namespace mysqldb
