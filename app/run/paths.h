/* Where things are: lessons beside the program or installed, what is kept in the user's folders. */
#ifndef BACKPASS_APP_PATHS_H
#define BACKPASS_APP_PATHS_H

#include "engine/base/text.h"

/** paths_lessons - the folder of the lessons: in the source tree when the program runs from its build folder, else installed. */
void paths_lessons(Text *path);
/** paths_state - $XDG_STATE_HOME/backpass (journals, progress, history); paths_config - $XDG_CONFIG_HOME/backpass.
 *  Empty when there is no home. */
void paths_state(Text *path);
void paths_config(Text *path);

#endif
