#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/crc.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>

// Only what Swift cannot import, each line with its reason.

// Function-like macros that build error codes.
static const int dailies_averror_eof = AVERROR_EOF;
static const int dailies_averror_again = AVERROR(EAGAIN);
static const int dailies_averror_invalid_data = AVERROR_INVALIDDATA;
static const int dailies_averror_exit = AVERROR_EXIT;
static const int dailies_averror_patchwelcome = AVERROR_PATCHWELCOME;

// A macro with a cast in it.
static const int64_t dailies_nopts = AV_NOPTS_VALUE;

// Bit fields of AVIndexEntry.
static inline int dailies_index_size(const AVIndexEntry *entry) { return entry->size; }
static inline int dailies_index_is_key(const AVIndexEntry *entry) {
    return (entry->flags & AVINDEX_KEYFRAME) != 0;
}

static inline int dailies_index_is_hidden(const AVIndexEntry *entry) {
    return (entry->flags & AVINDEX_DISCARD_FRAME) != 0;
}

// A negated POSIX errno, as libav returns it, built by a macro.
static inline int dailies_averror_errno(int code) { return AVUNERROR(code); }
