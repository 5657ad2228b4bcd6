#include "app/run/report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

struct Report {
    ReportKind kind;
    size_t checks, failed;
    json_t *list; // REPORT_JSON
};

Report *report_new(ReportKind kind)
{
    Report *report = memory_new(1, sizeof *report);
    report->kind = kind;
    report->list = kind == REPORT_JSON ? json_array() : NULL;
    return report;
}

void report_free(Report *report)
{
    if (!report)
        return;
    json_decref(report->list);
    free(report);
}

/** One line of it that drives no terminal, breaks no TAP and is fit for JSON, whatever a file said. New. */
static char *harmless(const char *string)
{
    Text text = {0};
    text_add_visible(&text, string, strlen(string), false);
    char *copy = memory_copy_text(text_string(&text));
    text_free(&text);
    return copy;
}

void report_part(Report *report, const char *file, const char *title)
{
    char *path = harmless(file);
    if (report->kind == REPORT_PEOPLE)
        printf("%s  %s\n", path, title);
    else if (report->kind == REPORT_TAP)
        printf("# %s: %s\n", path, title);
    free(path);
}

static void write_check(Report *report, bool held, const char *file, size_t line, const char *what, const char *why)
{
    switch (report->kind) {
    case REPORT_PEOPLE:
        printf("  %s %4zu  %s%s%s%s\n", held ? "ok  " : "FAIL", line, what, *why ? "  (" : "", why, *why ? ")" : "");
        fflush(stdout);
        if (!held)
            fprintf(stderr, "%s:%zu: %s%s%s\n", file, line, what, *why ? ": " : "", why);
        break;
    case REPORT_TAP:
        printf("%s %zu - %s:%zu %s\n", held ? "ok" : "not ok", report->checks, file, line, what);
        if (!held && *why)
            printf("# %s\n", why);
        break;
    case REPORT_JSON:
        json_array_append_new(report->list, json_pack("{s:b, s:s, s:I, s:s, s:s}", "holds", (int)held, "file", file, "line",
                                                      (json_int_t)line, "what", what, "why", why));
        break;
    }
    fflush(stdout);
}

void report_check(Report *report, bool held, const char *file, size_t line, const char *what, const char *why)
{
    char *path = harmless(file), *claim = harmless(what), *reason = harmless(why);
    report->checks++;
    report->failed += !held;
    write_check(report, held, path, line, claim, reason);
    free(path);
    free(claim);
    free(reason);
}

/** The whole of a JSON report; with the error that stopped it when there is one. */
static void print_json(const Report *report, const char *error)
{
    json_t *all = json_pack("{s:I, s:I, s:O, s:s*}", "checks", (json_int_t)report->checks, "failed", (json_int_t)report->failed, "list",
                            report->list, "error", error);
    json_dumpf(all, stdout, JSON_INDENT(1));
    printf("\n");
    json_decref(all);
}

void report_stop(Report *report, const Error *error)
{
    char line[1024];
    error_line(error, line, sizeof line);
    if (report->kind == REPORT_TAP)
        printf("Bail out! %s\n", line);
    else if (report->kind == REPORT_JSON)
        print_json(report, line);
}

size_t report_end(Report *report)
{
    if (report->kind == REPORT_PEOPLE)
        printf("%zu checks, %zu do not hold\n", report->checks, report->failed);
    else if (report->kind == REPORT_TAP)
        printf("1..%zu\n", report->checks);
    else
        print_json(report, NULL);
    return report->failed;
}
