/* What the headless player found: for people, as TAP, as JSON. */
#ifndef BACKPASS_APP_REPORT_H
#define BACKPASS_APP_REPORT_H

#include "engine/base/error.h"
#include "engine/base/text.h"

typedef enum ReportKind { REPORT_PEOPLE, REPORT_TAP, REPORT_JSON } ReportKind;
typedef struct Report Report;

Report *report_new(ReportKind kind); // new
void report_free(Report *report);
/** report_part - what follows belongs to this lesson and step (for people: a heading). */
void report_part(Report *report, const char *file, const char *title);
/** report_check - one thing that holds or does not; file:line names its place; why may be "". */
void report_check(Report *report, bool held, const char *file, size_t line, const char *what, const char *why);
/** report_stop - the checks end here because of this error (borrowed): TAP bails out, JSON gets an "error"; people read it on the
 *  standard error. The report is complete then. */
void report_stop(Report *report, const Error *error);
/** report_end - the sums; returns how many did not hold. */
size_t report_end(Report *report);

#endif
