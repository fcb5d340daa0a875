// The suites of the C++ tests, one for each part of native/core.
#pragma once

#include "checks.h"

namespace mysqldb::test {

void testTextParserNumbers(Checks& checks);
void testTextParserDates(Checks& checks);
void testTextDecoder(Checks& checks);
void testRowPacker(Checks& checks);
void testRowPackerLimits(Checks& checks);
void testColumnBlock(Checks& checks);
void testBinaryRow(Checks& checks);
void testBulkParams(Checks& checks);
void testShapeCache(Checks& checks);
void testBatchQueue(Checks& checks);
void testWorker(Checks& checks);
void testSocketWait(Checks& checks);
void testTailReader(Checks& checks);
void testInfileQueue(Checks& checks);
void testKiller(Checks& checks);
void testPrivateFile(Checks& checks);

}  // namespace mysqldb::test
