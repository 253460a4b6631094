#pragma once

#include <dlfcn.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavfilter/version.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/macros.h>
#include <libavutil/pixdesc.h>
#include <libavutil/samplefmt.h>

// Function-like macros that build error codes.
static const int dailies_filter_eof = AVERROR_EOF;
static const int dailies_filter_again = AVERROR(EAGAIN);
static const int dailies_filter_not_found = AVERROR_FILTER_NOT_FOUND;

// The file of the version that the headers describe.
static inline const char *_Nonnull dailies_filter_library(void) {
    return "libavfilter.so." AV_STRINGIFY(LIBAVFILTER_VERSION_MAJOR);
}

// The functions of libavfilter that are called, with the types of its headers. Their addresses never
// change, so that every thread may read them.
typedef struct __attribute__((swift_attr("@Sendable"))) {
    __typeof__(&avfilter_get_by_name) _Nonnull get_by_name;
    __typeof__(&avfilter_graph_alloc) _Nonnull graph_alloc;
    __typeof__(&avfilter_graph_free) _Nonnull graph_free;
    __typeof__(&avfilter_graph_parse2) _Nonnull graph_parse2;
    __typeof__(&avfilter_inout_free) _Nonnull inout_free;
    __typeof__(&avfilter_graph_config) _Nonnull graph_config;
    __typeof__(&avfilter_graph_get_filter) _Nonnull graph_get_filter;
    __typeof__(&av_buffersrc_add_frame_flags) _Nonnull add_frame_flags;
    __typeof__(&av_buffersink_get_frame) _Nonnull get_frame;
} DailiesFilterFunctions;

// Finds the functions in the library that dlopen has opened; false if one of them is missing.
static inline _Bool dailies_find_filters(
    void *_Nonnull library, DailiesFilterFunctions *_Nonnull functions) {
#define DAILIES_FIND(member, name) \
    ((functions->member = (__typeof__(functions->member))dlsym(library, #name)) != NULL)
    const _Bool found = DAILIES_FIND(get_by_name, avfilter_get_by_name)
        && DAILIES_FIND(graph_alloc, avfilter_graph_alloc)
        && DAILIES_FIND(graph_free, avfilter_graph_free)
        && DAILIES_FIND(graph_parse2, avfilter_graph_parse2)
        && DAILIES_FIND(inout_free, avfilter_inout_free)
        && DAILIES_FIND(graph_config, avfilter_graph_config)
        && DAILIES_FIND(graph_get_filter, avfilter_graph_get_filter)
        && DAILIES_FIND(add_frame_flags, av_buffersrc_add_frame_flags)
        && DAILIES_FIND(get_frame, av_buffersink_get_frame);
#undef DAILIES_FIND
    return found;
}
