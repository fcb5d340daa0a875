// What is counted. Each case prepares its work, does it in a function that callgrind is told of,
// checks it, and returns how many rows or queries it did; it throws when something is wrong.
#pragma once

#include <string>

namespace mysqldb::bench {

/// Packs the recorded rows of a file over and over: a line of the kinds of its columns, then one a
/// row, with tabs between the cells and NULL for what is none.
std::size_t packing(const std::string& file);

/// Point queries one after the other against the server that BENCH_PORT and the like name.
std::size_t pointQueries();

}  // namespace mysqldb::bench
