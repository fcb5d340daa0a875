#include "binding/event_writer.h"

#include <cstring>
#include <string_view>

#include "binding/owned_text.h"

namespace mysqldb {
namespace {

enum EventFlag : std::int32_t {
  kHasRows = 1,
  kDone = 2,
  kHasMetadata = 4,
  kWantsInfile = 8,
  kHasAnswers = 16,
};

// The first 16 slots of the scratch buffer; lib/rows/batch-layout.ts mirrors it.
struct ScratchHeader {
  std::int32_t flags;
  std::uint32_t row_count;
  std::uint32_t shape_slot;
  std::int32_t state;
  std::uint32_t warning_count;
  std::uint32_t server_status;
  std::uint32_t field_count;
  std::uint32_t param_count;
  std::uint64_t affected_rows;
  std::uint64_t insert_id;
  std::uint32_t answer_count;
  std::uint32_t column_text;  // where the text of columns begins in their buffer; 0: it comes apart
};
static_assert(sizeof(ScratchHeader) <= kHeaderSlots * 8);

// One of the records in the buffer of answers.
struct AnswerRecord {
  std::uint32_t row_count;
  std::uint32_t shape_slot;
  std::uint32_t field_count;
  std::uint32_t warning_count;
  std::uint32_t server_status;
  std::uint32_t unused;
  std::uint64_t affected_rows;
  std::uint64_t insert_id;
};
static_assert(sizeof(AnswerRecord) == kAnswerBytes);

napi_value undefined(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

// Undefined stands for a text beyond V8's longest string; the decoder makes an error of it.
napi_value latin1(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  const auto status = napi_create_string_latin1(env, text.data(), text.size(), &value);
  return status == napi_ok ? value : undefined(env);
}

napi_value utf16(napi_env env, const std::u16string& text) {
  napi_value value = nullptr;
  const auto status = napi_create_string_utf16(env, text.data(), text.size(), &value);
  return status == napi_ok ? value : undefined(env);
}

napi_value arrayBuffer(napi_env env, std::string_view data) {
  napi_value value;
  void* memory = nullptr;
  if (napi_create_arraybuffer(env, data.size(), &memory, &value) != napi_ok) return undefined(env);
  if (!data.empty()) std::memcpy(memory, data.data(), data.size());
  return value;
}

struct SideWriter {
  napi_env env;
  napi_value operator()(const Latin1Text& value) const { return latin1(env, value.text); }
  napi_value operator()(const std::u16string& value) const { return utf16(env, value); }
  napi_value operator()(const Bytes& value) const { return arrayBuffer(env, value.data); }
};

napi_value sideArray(napi_env env, const std::vector<SideValue>& side) {
  napi_value array;
  napi_create_array_with_length(env, side.size(), &array);
  for (std::size_t i = 0; i < side.size(); ++i)
    napi_set_element(env, array, static_cast<std::uint32_t>(i),
                     std::visit(SideWriter{env}, side[i]));
  return array;
}

napi_value utf8(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  const auto status = napi_create_string_utf8(env, text.data(), text.size(), &value);
  return status == napi_ok ? value : undefined(env);
}

napi_value number(napi_env env, std::uint32_t value) {
  napi_value result;
  napi_create_uint32(env, value, &result);
  return result;
}

napi_value yes(napi_env env) {
  napi_value value;
  napi_get_boolean(env, true, &value);
  return value;
}

// Text for which there is no room behind the slots has a buffer of its own, which is returned.
napi_value writeColumns(napi_env env, AddonData& addon, const ColumnBlock& columns) {
  const std::size_t begin = columns.slots.size() * 8;
  std::memcpy(addon.columnBytes(), columns.slots.data(), begin);
  const std::string_view text = columns.textView();
  if (!columns.textFits()) return arrayBuffer(env, text);
  if (!text.empty()) std::memcpy(addon.columnBytes() + begin, text.data(), text.size());
  return nullptr;
}

void writeHeader(std::uint8_t* scratch, const Event& event) {
  const ResultHeader& from = event.header;
  ScratchHeader header{};
  header.flags = (event.rows ? kHasRows : 0) | (event.done ? kDone : 0) |
                 (event.metadata ? kHasMetadata : 0) | (event.wants_infile ? kWantsInfile : 0) |
                 (event.answers ? kHasAnswers : 0);
  header.row_count = event.rows ? event.rows->rows : 0;
  header.shape_slot = from.shape_slot;
  header.state = static_cast<std::int32_t>(event.state);
  header.warning_count = from.warning_count;
  header.server_status = from.server_status;
  header.field_count = from.field_count;
  header.param_count = from.param_count;
  header.affected_rows = from.affected_rows;
  header.insert_id = from.insert_id;
  const bool columns_have_text = event.rows && event.rows->columns.textFits();
  header.column_text =
      columns_have_text ? static_cast<std::uint32_t>(event.rows->columns.slots.size() * 8) : 0;
  header.answer_count = event.answers ? static_cast<std::uint32_t>(event.answers->size()) : 0;
  std::memcpy(scratch, &header, sizeof(header));
}

void writeAnswers(std::uint8_t* buffer, const std::vector<Answer>& answers) {
  for (const auto& [header, rows] : answers) {
    const AnswerRecord record{
        .row_count = rows,
        .shape_slot = header.shape_slot,
        .field_count = header.field_count,
        .warning_count = header.warning_count,
        .server_status = header.server_status,
        .unused = 0,
        .affected_rows = header.affected_rows,
        .insert_id = header.insert_id,
    };
    std::memcpy(buffer, &record, sizeof(record));
    buffer += sizeof(record);
  }
}

}  // namespace

napi_value errorObject(napi_env env, const ErrorInfo& error) {
  napi_value object;
  napi_create_object(env, &object);
  const auto set = [&](const char* name, napi_value value) {
    napi_set_named_property(env, object, name, value);
  };
  set("errno", number(env, error.code));
  set("sqlState", utf8(env, error.sql_state));
  if (error.kept_password) set("keptPassword", yes(env));
  if (error.unsent) set("unsent", yes(env));
  // In a charset of the server's, each byte as a character: what they mean is known in JavaScript.
  const bool is_utf8 = error.charset.empty();
  set("message", is_utf8 ? utf8(env, error.message) : latin1(env, error.message));
  if (!is_utf8) set("charset", utf8(env, error.charset));
  return object;
}

void callHandler(napi_env env, napi_value receiver, napi_value handler, const napi_value* arguments,
                 std::size_t count, bool from_loop) {
  napi_value result;
  if (!from_loop) {
    napi_call_function(env, receiver, handler, count, arguments, &result);
    return;
  }
  if (napi_make_callback(env, nullptr, receiver, handler, count, arguments, &result) !=
      napi_pending_exception)
    return;
  // The handler catches everything itself; what comes here is thrown by a task that ran after it.
  napi_value exception;
  if (napi_get_and_clear_last_exception(env, &exception) == napi_ok)
    napi_fatal_exception(env, exception);
}

void emitEvent(napi_env env, AddonData& addon, napi_value receiver, const Event& event,
               bool from_loop) {
  writeHeader(addon.scratchBytes(), event);
  if (event.answers) writeAnswers(addon.answerBytes(), *event.answers);
  napi_value none = undefined(env);
  napi_value arguments[7] = {none, none, none, none, none, none, none};
  std::size_t count = 0;  // trailing arguments that are undefined are left out
  const auto give = [&](std::size_t index, napi_value value) {
    arguments[index] = value;
    count = index + 1;
  };
  if (event.rows) {
    RowBatch& rows = *event.rows;
    std::memcpy(addon.scratchBytes() + kHeaderSlots * 8, rows.records.data(),
                rows.records.size() * 8);
    if (!rows.narrow.empty()) give(0, takeText(env, rows.narrow));
    if (!rows.wide.empty()) give(1, utf16(env, rows.wide));
    if (!rows.bytes.empty()) give(2, arrayBuffer(env, rows.bytes));
    if (!rows.columns.empty()) {
      napi_value text = writeColumns(env, addon, rows.columns);
      if (text != nullptr) give(2, text);
    }
    if (!rows.side.empty()) give(3, sideArray(env, rows.side));
  }
  if (event.metadata) give(4, arrayBuffer(env, *event.metadata));
  if (event.error) give(5, errorObject(env, *event.error));
  if (event.text) give(6, utf8(env, *event.text));
  callHandler(env, receiver, addon.eventHandler(), arguments, count, from_loop);
}

}  // namespace mysqldb
