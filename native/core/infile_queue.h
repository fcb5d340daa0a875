// The contents of LOAD DATA LOCAL on their way from the JavaScript thread to the worker that drives
// the statement: one piece at a time, each asked for.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "core/infile_source.h"

namespace mysqldb {

class InfileQueue final : public InfileSource {
 public:
  /// `notify` tells the JavaScript thread, from the worker, that wanted() has become true.
  explicit InfileQueue(std::function<void()> notify) : notify_(std::move(notify)) {}

  bool open(const char* name) override;
  int read(char* buffer, unsigned int size) override;

  /// JavaScript thread: the name that the server asked for, when the next piece is to be given;
  /// once for each piece.
  std::optional<std::string> takeRequest();
  void give(std::string piece);
  void end();
  /// There will be no more: the statement is to fail, or the file is not to be had at all.
  void abort();

  /// JavaScript thread, when it has no loop: waits for a request, or the worker's end (false).
  bool waitForRequest();
  /// Worker: the statement is over.
  void finish();

 private:
  enum class State { kIdle, kWanted, kAsked, kGiven, kEnded, kAborted, kFinished };

  /// Asks for a piece; false when there is none.
  bool waitForPiece(std::unique_lock<std::mutex>& lock);

  const std::function<void()> notify_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::kIdle;
  std::string name_;
  std::string piece_;
  std::size_t taken_ = 0;  // bytes of piece_
};

}  // namespace mysqldb
