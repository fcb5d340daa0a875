// One connection to a server: one MYSQL*, its state, and its commands.
//
// A command is begun by a method that returns the socket events to wait for, and goes on by
// resume() until that returns 0. Who waits is not the session's business: the calling thread
// (sync API), the event loop (async API) or a thread of its own (connecting, long results) drive
// the same code. Only one of them may touch the session at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/binary_row.h"
#include "core/bulk_params.h"
#include "core/client_commands.h"
#include "core/client_statements.h"
#include "core/column.h"
#include "core/connect_options.h"
#include "core/error_info.h"
#include "core/handles.h"
#include "core/infile_source.h"
#include "core/private_file.h"
#include "core/row_packer.h"
#include "core/shape_cache.h"
#include "core/statement.h"

namespace mysqldb {

enum class SessionState : std::int32_t {
  kClosed = 0,       // never opened, closed, or lost
  kIdle = 1,         // ready for a statement
  kRows = 2,         // a result is being read
  kMoreResults = 3,  // a result was read to its end, and another follows
  kSent = 4,         // statements were sent, the next one's answer not read
};

/// What a finished command says of the current result.
struct ResultHeader {
  std::uint32_t field_count = 0;
  std::uint32_t shape_slot = 0;
  bool new_shape = false;  // `metadata()` is to be handed to JavaScript
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  std::uint32_t warning_count = 0;
  std::uint32_t server_status = 0;
  std::uint32_t param_count = 0;  // of a statement that was prepared
};

/// What the server said of the session since it was opened, where the client has session tracking
/// (https://dev.mysql.com/doc/refman/9.0/en/session-state-tracking.html).
struct TrackedState {
  std::map<std::string, std::string, std::less<>> variables;
  std::optional<std::string> schema;
  std::optional<std::string> gtids;
  std::optional<std::string> transaction_characteristics;
  std::optional<std::string> transaction_state;
};

class Session {
 public:
  Session() = default;
  ~Session() { close(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Opens the connection; `all_addresses` of the host are tried only while the thread is blocked
  /// where the client does no more by itself (client::kTriesOneAddress).
  int connect(ConnectOptions options, bool all_addresses = false);
  /// Has a command fail that finds the connection closed by the server, before anything is sent:
  /// for who hears of nothing while the connection is idle.
  void lookBeforeSending() { looks_first_ = true; }
  /// How the results of the statements from here on are packed.
  void setPacking(Packing packing) { packing_ = std::move(packing); }
  /// Sends a statement and reads its result's header and the first batch of rows. When it is a LOAD
  /// DATA LOCAL, the contents come from `infile`; without one the server gets nothing.
  int execute(std::string sql, InfileSource* infile = nullptr);
  /// Ends what `infile` was given for: whatever asks from here on (a later result, a statement that
  /// is sent ahead) gets nothing.
  void dropInfile() { infile_.source = nullptr; }
  /// Sends statements, in one write if possible; their answers, which come in their order, are left
  /// to readAnswer(). Where the client cannot send without reading it is one statement.
  int send(std::vector<std::string> statements);
  /// Whether sendReset() can be called.
  bool resetsAhead() const;
  /// Sends the reset of the session, and a statement of less than client::kPacketLimit for the new
  /// one, in one write; each has an answer for readAnswer().
  int sendReset(const std::string& statement);
  /// With `behind`, rows of the answer before stay in the batch, and those of this one follow them
  /// if they are of the same shape. If not, fetch() goes on when the batch was taken.
  int readAnswer(bool behind = false);
  /// Runs a command that has no result set.
  int run(client::Command command);
  /// Prepares a statement, which the caller names from then on by a number that is not in use.
  int prepare(std::uint32_t name, std::string sql);
  /// Executes a prepared statement with a block of parameters (params.h), as execute() does a text.
  int executePrepared(std::uint32_t name, std::string params);
  /// Executes a prepared statement that has no result set for many rows of parameters at once;
  /// only where client::kExecutesRows. The block is copied.
  int executeRows(std::uint32_t name, const BulkBlock& block);
  /// As executePrepared(), but the server keeps the rows if the statement has some: the session is
  /// idle then, and SERVER_STATUS_CURSOR_EXISTS set.
  int openCursor(std::uint32_t name, std::string params);
  /// Reads the next rows of such a result; SERVER_STATUS_LAST_ROW_SENT says that they are the last.
  int fetchCursor(std::uint32_t name, std::uint32_t rows);
  int closeStatement(std::uint32_t name);
  /// Reads rows until the batch is full or the result ends; dropped rows pause it now and then.
  int fetch();
  /// Goes to the next result of a statement; call it in kMoreResults only.
  int nextResult();
  /// Goes on with the command that wanted to wait, with the events that came.
  int resume(int events);

  /// Whether a client call is suspended: the session must not change threads then.
  bool suspended() const { return wait_ != 0; }
  int wait() const { return wait_; }
  /// From now on rows are read and dropped, until the result ends.
  void discardRows();
  /// Ends a suspended call: the client closes the socket, the command reports an error.
  void interrupt();
  /// Closes the connection under a command, which then has failed, whatever it had read.
  void abandon();
  /// A command that could not even begin.
  void refuse(std::string message);
  void close();

  /// Whether statements, and reading on in the current result, wait for the server by themselves.
  bool queriesBlock() const { return client::queriesBlock(mysql_.get()); }
  bool readingBlocks() const {
    return queriesBlock() || (client::kStatementsBlock && statement_ != nullptr);
  }
  SessionState state() const { return state_; }
  const ErrorInfo& error() const { return error_; }
  /// What the server said in words: of a statement (mysql_info), or its statistics.
  const std::string& text() const { return text_; }
  const ResultHeader& header() const { return header_; }
  const std::string& metadata() const { return metadata_; }
  void metadataTaken() { header_.new_shape = false; }
  RowPacker& rows() { return packer_; }
  const RowPacker& rows() const { return packer_; }

  int socket() const { return client::socketOf(mysql_.get()); }
  /// How long who waits may wait for the events of wait(), in milliseconds, 0 for ever.
  unsigned int patienceMs() const;
  /// After how long a wait the command is resumed without an event, in milliseconds, -1 for never.
  int pauseMs() const;

  /// Facts that cost no round trip; for an open session only.
  unsigned long threadId() const { return mysql_thread_id(mysql_.get()); }
  std::string serverVersion() const { return mysql_get_server_info(mysql_.get()); }
  std::string hostInfo() const { return mysql_get_host_info(mysql_.get()); }
  std::string charset() const { return mysql_character_set_name(mysql_.get()); }
  unsigned int protocolVersion() const { return mysql_get_proto_info(mysql_.get()); }
  std::uint64_t serverCapabilities() const { return client::serverCapabilities(mysql_.get()); }
  unsigned long clientFlag() const { return mysql_.get()->client_flag; }
  Compression compression() const { return client::compressionOf(mysql_.get()); }
  const char* tlsCipher() const { return client::tlsCipher(mysql_.get()); }
  const char* tlsVersion() const { return client::tlsVersion(mysql_.get()); }
  const TrackedState& tracked() const { return tracked_; }
  unsigned int serverStatus() const { return client::serverStatus(mysql_.get()); }

 private:
  enum class Call {
    kNone,
    kConnect,
    kSend,
    kSendPackets,
    kAnswer,
    kRow,
    kNextResult,
    kCommand,
    kPrepare,
    kLongData,
    kExecute,
    kBinaryRow,
    kCursorRows,
    kNextBinaryResult,
    kCloseStatement,
  };

  int begin(Call call);
  bool findsItLost(Call call);
  int advance(int wait);
  int startCall();
  int continueCall(int events);
  int startStatementCall();
  int continueStatementCall(int events);
  bool finishCall();  // true when the command needs a further call, which call_ names

  bool finishConnect();
  void openedConnection();
  bool finishSend();
  bool finishSendPackets();
  /// What the server announced of its session does not hold any more, and its statements are gone.
  void forgetServerSide();
  bool sendNext();
  bool finishAnswer();
  bool finishRow();
  bool finishNextResult();
  bool finishCommand();
  bool finishStatementCall();
  bool finishPrepare();
  bool finishLongData();
  bool finishExecute();
  bool finishBinaryRow();
  bool finishNextBinaryResult();
  bool finishCursorRows();
  void packCursorRows();
  bool keepCursor();
  bool failWithoutCursor();
  /// What a finished statement leaves: the next one that was sent, if any.
  SessionState restState() const {
    return unanswered_ > 0 ? SessionState::kSent : SessionState::kIdle;
  }
  bool openResult();
  void readColumns(const MYSQL_FIELD* fields);
  bool nextDropped();
  void endResult();
  void readStatus(bool may_be_in_procedure = false);
  void learnState(bool may_be_in_procedure);
  void learnTextCharset();
  void fail();
  void fail(ErrorInfo error);
  void failStatement();
  void fail(unsigned int code, const char* sql_state, std::string message);
  client::ConnectTarget target() const;

  Packing packing_;
  ConnectionHandle mysql_;
  ResultHandle result_;
  SessionState state_ = SessionState::kClosed;
  ConnectOptions options_;
  std::vector<PrivateFile> files_;  // that the client reads while it connects
  std::string sql_;                 // must live until its query call is finished
  client::Command command_;
  client::InfileContext infile_;

  Call call_ = Call::kNone;
  int wait_ = 0;
  bool started_ = false;  // whether call_ is suspended in the client, or begins after the wait
  MYSQL* connected_ = nullptr;
  int status_ = 0;
  MYSQL_ROW row_ = nullptr;
  const char* statistics_ = nullptr;

  std::unordered_map<std::uint32_t, Statement> statements_;
  Statement* statement_ = nullptr;          // while it is executed and its results are read
  MYSQL_STMT* called_statement_ = nullptr;  // that the statement calls are for
  std::uint32_t prepared_name_ = 0;
  Params::Piece piece_;  // of a long parameter, while it is sent
  BinaryRowReader binary_rows_;
  const MYSQL_ROWS* cursor_row_ = nullptr;  // the next to be packed of those that were fetched

  std::vector<std::string> later_;  // statements to send without reading, the next one last
  bool answer_later_ = false;
  std::uint32_t in_packets_ = 0;  // statements that `unsent_` is the rest of
  std::string_view unsent_;
  std::uint32_t unanswered_ = 0;  // statements that were sent
  bool timed_out_ = false;
  bool encrypted_ = false;
  bool all_addresses_ = false;
  bool looks_first_ = false;

  bool discarding_ = false;
  std::uint32_t discarded_ = 0;
  RowPacker packer_;
  std::uint32_t packed_slot_ = 0;        // the shape of the packer's rows
  std::vector<CellKind> waiting_kinds_;  // of a result that waits for the packer to be emptied
  std::vector<ColumnPacking> columns_;   // kept between results so that its memory is
  ShapeCache shapes_;
  std::string metadata_;
  ResultHeader header_;
  ErrorInfo error_;
  std::string text_;
  TrackedState tracked_;
  std::string text_charset_;  // of names and messages, as announced; empty while nothing was
};

}  // namespace mysqldb
