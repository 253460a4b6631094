#pragma once

#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/pixdesc.h>
#include <libavutil/samplefmt.h>

// Function-like macros that build error codes.
static const int dailies_filter_eof = AVERROR_EOF;
static const int dailies_filter_again = AVERROR(EAGAIN);
