#pragma once

#include <postgresql/libpq-fe.h>

// PG_DIAG_SQLSTATE is a character, which Swift imports as another type than the parameter's.
static inline const char *dailies_pq_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
