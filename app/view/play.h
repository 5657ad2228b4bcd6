/* What the chosen sequence says that can be shown on a pitch: places of everyone at every step, what is asked, who answers what.
 * Knows: the probe, the data's columns. Must not know how it is drawn. */
#ifndef BACKPASS_APP_VIEW_PLAY_H
#define BACKPASS_APP_VIEW_PLAY_H

#include "app/view/kit.h"
#include "engine/football/places.h"

/** Guess - the places that one model's output means. */
typedef struct Guess {
    const char *name; // of the model; prefix: "rnn:" where another than the one in use is meant, else ""
    char prefix[40];
    size_t index; // in the world
    Value where;
} Guess;

typedef struct Play {
    const Session *session;
    const Eye *eye;
    const Dataset *data;
    const Places *places;
    size_t sequence, row; // from 0; of the data set, its step 1
    size_t T, t, who;     // the cursor; who from 0
    size_t told;          // whose answers are shown: his, or where he is not asked for those of the first who is
    Value where, target, straight; // rank 0 where there is none
    Guess guess[MODELS_MAX];
    size_t guesses;
    const Column *event; // the words that say what happens; NULL: moments of a track
    double *turns;       // −1 where the other team acts; NULL where that is not said
    bool turned;         // it does somewhere
} Play;

/** play_read - free it with play_free. */
Play play_read(const Session *session, const Eye *eye);
void play_free(Play *play);
/** play_at - the place of somebody (from 0) at step t in one of the values; false where there is none. */
bool play_at(const Value *value, size_t t, size_t who, double at[2]);
/** play_seen - the last step up to t in which he is seen; 0 none. */
size_t play_seen(const Play *play, size_t t, size_t who);
/** play_word - what a column of words says at step t; NULL for nothing. play_event - what happens at step t; NULL where
 *  that is not said. */
const char *play_word(const Play *play, const Column *column, size_t t);
const char *play_event(const Play *play, size_t t);
/** play_other - does the other team act at step t? */
bool play_other(const Play *play, size_t t);
/** play_asked - the step whose question is shown: that of the cursor, else the last one that has one; 0 none. */
size_t play_asked(const Play *play);
/** play_asks_place - is it asked, at that step, where he is whose answers are shown? */
bool play_asks_place(const Play *play);
/** play_series - the curve that a model has in every view. */
int play_series(const Guess *guess);

#endif
