#pragma once

#include <sqlite3.h>

// SQLITE_TRANSIENT is a macro that casts -1 to a function pointer.
static inline int dailies_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *text, int bytes) {
    return sqlite3_bind_text(statement, index, text, bytes, SQLITE_TRANSIENT);
}
