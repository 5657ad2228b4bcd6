/* Say what happened: events in, a sentence out that has another length, and verbs that go with who did it. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

enum { LENGTH, SEQUENCES };
enum { LENGTH_MAX = 60, PHRASE_MAX = 3 };

/* As a file would order them. */
enum { ANSWER, CAPTAIN, CROSS, DRIBBLE, FORWARDS, GOAL, MISS, PASS, TAKE_ON, WINGER, WINGERS, EVENTS };
static const char *const EVENT_NAMES[EVENTS] = {"answer", "captain", "cross",   "dribble", "forwards", "goal",
                                                "miss",   "pass",    "take_on", "winger",  "wingers"};

enum {
    W_STOP,
    W_A,
    W_AND,
    W_BEAT,
    W_BEATS,
    W_CAPTAIN,
    W_CROSS,
    W_CROSSES,
    W_FORWARDS,
    W_IT,
    W_MAN,
    W_MISS,
    W_MISSES,
    W_ON,
    W_PASS,
    W_PASSES,
    W_RUN,
    W_RUNS,
    W_SCORE,
    W_SCORES,
    W_THE,
    W_THEN,
    W_WINGER,
    W_WINGERS,
    WORDS
};
static const char *const WORD_NAMES[WORDS] = {
    ".",      "a",  "and",  "beat",   "beats", "captain", "cross", "crosses", "forwards", "it",   "man",    "miss",
    "misses", "on", "pass", "passes", "run",   "runs",    "score", "scores",  "the",      "then", "winger", "wingers"};

/** Phrase - what is said of an event: its verb, which is another for one than for many, and what follows. */
typedef struct Phrase {
    int event;
    size_t words;
    int verb[2]; // of one, of many
    int rest[PHRASE_MAX - 1];
} Phrase;

enum { ACTIONS = 4, ENDS = 2, ACTORS = 4 };
static const Phrase ACTION[ACTIONS] = {{CROSS, 2, {W_CROSSES, W_CROSS}, {W_IT}},
                                       {DRIBBLE, 2, {W_RUNS, W_RUN}, {W_ON}},
                                       {PASS, 1, {W_PASSES, W_PASS}, {0}},
                                       {TAKE_ON, 3, {W_BEATS, W_BEAT}, {W_A, W_MAN}}};
static const Phrase END[ENDS] = {{GOAL, 1, {W_SCORES, W_SCORE}, {0}}, {MISS, 1, {W_MISSES, W_MISS}, {0}}};

/** Actor - who it was: one or many. */
typedef struct Actor {
    int event, noun;
    bool many;
} Actor;

static const Actor ACTOR[ACTORS] = {
    {CAPTAIN, W_CAPTAIN, false}, {FORWARDS, W_FORWARDS, true}, {WINGER, W_WINGER, false}, {WINGERS, W_WINGERS, true}};

/* ---- drawing ---- */

/** Story - who, what, and how it ended. */
typedef struct Story {
    const Actor *actor;
    size_t actions;
    const Phrase *action[LENGTH_MAX];
    const Phrase *end;
} Story;

static Story draw_story(size_t actions, Rng *rng)
{
    Story story = {.actor = &ACTOR[rng_below(rng, ACTORS)], .actions = actions};
    for (size_t i = 0; i < actions; i++)
        story.action[i] = &ACTION[rng_below(rng, ACTIONS)];
    story.end = &END[rng_below(rng, ENDS)];
    return story;
}

/** words_in - the actor (2), the phrases with "then" between them or "and" behind them, the end, and the full stop. */
static size_t words_in(const Story *story)
{
    size_t words = 4 + story->actions;
    for (size_t i = 0; i < story->actions; i++)
        words += story->action[i]->words;
    return words;
}

static size_t say(Dataset *data, size_t row, int word)
{
    build_feature(data, row, 0, ANSWER);
    build_target(data, row, 0, word);
    return row + 1;
}

static size_t say_phrase(Dataset *data, size_t row, const Phrase *phrase, bool many)
{
    row = say(data, row, phrase->verb[many]);
    for (size_t i = 0; i + 1 < phrase->words; i++)
        row = say(data, row, phrase->rest[i]);
    return row;
}

/** tell - the events, a step each, and then the sentence, a word a step. Returns the row after it. */
static size_t tell(Dataset *data, size_t row, const Story *story)
{
    build_feature(data, row++, 0, story->actor->event);
    for (size_t i = 0; i < story->actions; i++)
        build_feature(data, row++, 0, story->action[i]->event);
    build_feature(data, row++, 0, story->end->event);
    row = say(data, row, W_THE);
    row = say(data, row, story->actor->noun);
    for (size_t i = 0; i < story->actions; i++) {
        row = say_phrase(data, row, story->action[i], story->actor->many);
        row = say(data, row, i + 1 < story->actions ? W_THEN : W_AND);
    }
    row = say_phrase(data, row, story->end, story->actor->many);
    return say(data, row, W_STOP);
}

/* ---- truths ---- */

enum { PLACES = 4 + LENGTH_MAX * (1 + PHRASE_MAX) };

/** Speech - the chance of each word at each place of the answer, for who has read nothing. */
typedef struct Speech {
    double chance[PLACES][WORDS];
} Speech;

/** add_verb - of one and of many, equally likely. */
static void add_verb(double *chance, const Phrase *phrase, double weight)
{
    for (int many = 0; many < 2; many++)
        chance[phrase->verb[many]] += weight / 2;
}

/** add_phrase - with the word behind it, from a place where it begins with this chance; start: where the next one does. */
static void add_phrase(Speech *speech, size_t place, double weight, const Phrase *phrase, int then, double *start)
{
    add_verb(speech->chance[place], phrase, weight);
    for (size_t i = 0; i + 1 < phrase->words; i++)
        speech->chance[place + 1 + i][phrase->rest[i]] += weight;
    speech->chance[place + phrase->words][then] += weight;
    start[place + phrase->words + 1] += weight;
}

static void fill_speech(Speech *speech, size_t actions)
{
    double start[PLACES + 1] = {[2] = 1}; // where the next phrase begins
    speech->chance[0][W_THE] = 1;
    for (size_t i = 0; i < ACTORS; i++)
        speech->chance[1][ACTOR[i].noun] = 1.0 / ACTORS;
    for (size_t k = 0; k < actions; k++) {
        double next[PLACES + 1] = {0};
        for (size_t place = 0; place < PLACES; place++)
            for (size_t a = 0; a < ACTIONS && start[place] > 0; a++)
                add_phrase(speech, place, start[place] / ACTIONS, &ACTION[a], k + 1 < actions ? W_THEN : W_AND, next);
        for (size_t place = 0; place <= PLACES; place++)
            start[place] = next[place];
    }
    for (size_t place = 0; place < PLACES; place++)
        for (size_t e = 0; e < ENDS && start[place] > 0; e++)
            add_phrase(speech, place, start[place] / ENDS, &END[e], W_STOP, (double[PLACES + 1]){0});
}

static double largest(const double *chance)
{
    double best = 0;
    for (size_t w = 0; w < WORDS; w++)
        best = fmax(best, chance[w]);
    return best;
}

static double sd_of_words(void)
{
    double sum = 0, squares = 0;
    for (size_t a = 0; a < ACTIONS; a++) {
        sum += (double)ACTION[a].words / ACTIONS;
        squares += (double)(ACTION[a].words * ACTION[a].words) / ACTIONS;
    }
    return sqrt(squares - sum * sum);
}

static void build_truths(Dataset *data, size_t actions)
{
    Speech *speech = memory_new(1, sizeof *speech);
    double often[WORDS] = {0}, words = 0, placed = 0;
    fill_speech(speech, actions);
    for (size_t place = 0; place < PLACES; place++) {
        placed += largest(speech->chance[place]);
        for (size_t w = 0; w < WORDS; w++) {
            often[w] += speech->chance[place][w];
            words += speech->chance[place][w];
        }
    }
    free(speech);
    build_truth(data, "baseline", "", largest(often) / words);
    build_truth(data, "baseline", "place", placed / words);
    // Without the actor his noun is one of four, and each verb is that of one or of many.
    build_truth(data, "baseline", "actor", 1 - (1 - 1.0 / ACTORS + (double)(actions + 1) / 2) / words);
    build_truth(data, "optimum", "", 1);
    // The commonest word comes equally often in every answer, so only their length varies: that of independent phrases.
    data->spread = largest(often) / words * sd_of_words() * sqrt((double)actions / words);
}

static Story story_of(uint64_t seed, size_t sequence, size_t actions)
{
    Rng rng = rng_stream(seed, "commentary", sequence);
    return draw_story(actions, &rng);
}

static bool make_commentary(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t actions = (size_t)knob[LENGTH] - 2, sequences = (size_t)knob[SEQUENCES];
    size_t rows = 0;
    build_column(data, false, "event", "", EVENT_NAMES, EVENTS);
    build_column(data, true, "word", "", WORD_NAMES, WORDS);
    build_metric(data, METRIC_TOKENS, "1");
    for (size_t s = 0; s < sequences; s++) {
        const Story story = story_of(seed, s, actions);
        rows += 2 + actions + words_in(&story);
    }
    if (!build_room(data, sequences, rows, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        const Story story = story_of(seed, s, actions);
        data->offset[s + 1] = tell(data, data->offset[s], &story);
    }
    build_truths(data, actions);
    return true;
}

const Simulator COMMENTARY_SIMULATOR = {
    .name = "commentary",
    .task = "encoder-decoder",
    .title = "Say what happened: events in, a sentence of another length out",
    .describe =
        "An attack, an event a step: who has the ball (the captain, a winger, the wingers or the forwards), what is "
        "done with it (cross, dribble, pass, take_on, each as likely at any time), and how it ends (goal or miss). "
        "After these `length` events come steps that say `answer` and nothing else, one for each word of the "
        "commentary: `the winger passes then beats a man and scores .` Of an action one to three words are told, so "
        "that the answer is longer than what was read, and not always by as much. Verbs agree with who did it: the "
        "winger passes, the wingers pass.\n\n"
        "Planted: the events, and the agreement, over a distance that grows with `length`: the last verb goes with "
        "the first event. In the steps of the answer a model without memory sees the same each time and says the word "
        "that is commonest, whatever was read (baseline). One that counts how far the answer has come, but has read "
        "nothing, knows what stands there most often (baseline(place)); one that has read all but who did it guesses "
        "the noun among four and each verb between two (baseline(actor)). Who remembers the events and the grammar "
        "says every word right (optimum 1). The sequences are synthetic.",
    .knob = {{"length", "events", 5, 3, LENGTH_MAX, true,
              "how many events are read; the answer has more than twice as many words"},
             {"sequences", "sequences", 2000, 20, 100000, true, "how many commentaries; one fifth of them validate"}},
    .make = make_commentary,
};
