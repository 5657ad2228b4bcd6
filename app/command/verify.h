/* Gradients checked by finite differences and tangents, a number a slice.
 * Knows: the session, the gradient check. */
#ifndef BACKPASS_APP_VERIFY_H
#define BACKPASS_APP_VERIFY_H

#include "app/session/session.h"

/** verify_begin - check the gradient the text names ("dWh[2][3]", "dh[5]", "dx"; "" for all weights and inputs) as work in
 *  slices; says a line at the end. Errors: ERR_USE naming what can be checked; ERR_CLAIM when it is wrong. */
bool verify_begin(Session *session, const char *text, Error *error) MUST_USE;

#endif
