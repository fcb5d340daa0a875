// Column metadata of a result: how each cell is packed, and the block that JavaScript reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/cell_kind.h"
#include "core/client.h"

namespace mysqldb {

/// How the cells of one column are packed.
struct ColumnPacking {
  CellKind kind;
  std::uint8_t rule;  // the raw rule that it is packed by, counted from 1; 0 for none
};

/// Chooses the packing of a column's cells from its metadata.
ColumnPacking columnPackingOf(const MYSQL_FIELD& field, const Packing& packing);

/// Everything the server says of the columns, as one block (docs/buffer-formats.md, "Metadata").
/// Equal blocks mean equal shapes, so it is the key of the shape cache too. `charset` is that of
/// the names.
void writeMetadata(const MYSQL_FIELD* fields, const std::vector<ColumnPacking>& columns,
                   std::string_view charset, std::string* block);

}  // namespace mysqldb
