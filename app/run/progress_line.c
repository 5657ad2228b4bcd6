#include "app/run/progress_line.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

long long clock_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

ProgressLine progress_line(void)
{
    return (ProgressLine){.began = clock_milliseconds(), .terminal = isatty(STDERR_FILENO) == 1};
}

void progress_line_show(ProgressLine *progress, const Session *session)
{
    if (!progress->terminal)
        return;
    long long now = clock_milliseconds();
    if (!session->work.step || now - progress->began < 500 || now - progress->shown < 200)
        return;
    progress->shown = now;
    progress->drawn = true;
    fprintf(stderr, "\r%s %zu of %zu ", session->work.label, session->work.done, session->work.total);
}

void progress_line_end(ProgressLine *progress)
{
    if (progress->drawn)
        fprintf(stderr, "\r%*s\r", 60, "");
}
