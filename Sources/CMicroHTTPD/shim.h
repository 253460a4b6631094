#pragma once

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

typedef enum MHD_Result (*dailies_mhd_handler)(
    void *context, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *uploadSize, void **state);

typedef void (*dailies_mhd_completed)(
    void *context, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode why);

typedef void (*dailies_mhd_connected)(
    void *context, struct MHD_Connection *connection, void **state,
    enum MHD_ConnectionNotificationCode code);

typedef struct {
    const char *address;
    uint16_t port;
    unsigned int connectionLimit;
    unsigned int timeout;
    // PEM; both are set or both are NULL.
    const char *certificate;
    const char *key;
} dailies_mhd_settings;

// MHD_start_daemon is variadic. The daemon uses one thread for each connection.
static inline struct MHD_Daemon *dailies_mhd_start(
    dailies_mhd_settings settings, dailies_mhd_handler handler, dailies_mhd_completed completed,
    dailies_mhd_connected connected, void *context) {
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr *address = NULL;
    unsigned int flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION
        | MHD_USE_POLL | MHD_USE_ITC;
    memset(&four, 0, sizeof four);
    memset(&six, 0, sizeof six);
    if (inet_pton(AF_INET, settings.address, &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(settings.port);
        address = (struct sockaddr *)&four;
    } else if (inet_pton(AF_INET6, settings.address, &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(settings.port);
        address = (struct sockaddr *)&six;
        flags |= MHD_USE_IPv6;
    } else {
        return NULL;
    }
    struct MHD_OptionItem secured[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)settings.certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)settings.key},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    bool isSecured = settings.certificate != NULL && settings.key != NULL;
    if (isSecured) flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, settings.port, NULL, NULL, handler, context,
        MHD_OPTION_SOCK_ADDR, address,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, connected, context,
        MHD_OPTION_CONNECTION_LIMIT, settings.connectionLimit,
        MHD_OPTION_CONNECTION_TIMEOUT, settings.timeout,
        MHD_OPTION_ARRAY, isSecured ? secured : plain,
        MHD_OPTION_END);
}

// MHD_get_daemon_info is variadic.
static inline uint16_t dailies_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == NULL ? 0 : info->port;
}

// MHD_get_connection_info is variadic.
static inline int dailies_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

// The state that the notification about a new connection stored in it. MHD_get_connection_info is variadic.
static inline void *dailies_mhd_connection_state(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

// Macros with casts, which Swift doesn't import.
static const ssize_t dailies_mhd_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t dailies_mhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;
static const uint64_t dailies_mhd_size_unknown = MHD_SIZE_UNKNOWN;
