// count_instructions packing <file> | point-queries
// prints the number of rows or queries that were done.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "cases.h"

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  try {
    if (words.size() == 2 && words[0] == "packing") {
      std::cout << mysqldb::bench::packing(words[1]) << '\n';
      return 0;
    }
    if (words.size() == 1 && words[0] == "point-queries") {
      std::cout << mysqldb::bench::pointQueries() << '\n';
      return 0;
    }
    std::cerr << "count_instructions packing <file> | point-queries\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
