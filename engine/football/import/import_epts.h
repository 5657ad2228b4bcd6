/* The metadata of FIFA's EPTS format: who stands where in a line of tracking.
 * Knows: matches, XML. */
#ifndef BACKPASS_IMPORT_IMPORT_EPTS_H
#define BACKPASS_IMPORT_IMPORT_EPTS_H

#include "engine/football/import/match.h"

enum { EPTS_CHANNELS = 16, EPTS_GROUPS = 128, EPTS_SPECS = 64, EPTS_NAMES = 4096 };

/** EptsGroup - one player's numbers in a line. */
typedef struct EptsGroup {
    uint32_t player;
    size_t channels, x, y; // how many numbers, and which are x and y
} EptsGroup;

/** EptsSpec - the order of the players between two frames. */
typedef struct EptsSpec {
    int start, end;
    EptsGroup group[EPTS_GROUPS];
    size_t groups;
} EptsSpec;

/** EptsChannel - what a name in the specification means. */
typedef struct EptsChannel {
    uint32_t player;
    char kind[16]; // x, y, …
} EptsChannel;

typedef struct Epts {
    Match *match;
    EptsSpec *spec;
    size_t specs;
    Intern names; // of channels
    EptsChannel *channel;
    size_t channel_room;
    int first[MATCH_PERIODS], last[MATCH_PERIODS]; // frames of each period; 0 where it was not played
    uint32_t team, player;                         // being read
    char name[64];                                 // of the ProviderParameter being read
    bool in_player, in_team, team_named, in_spec;
    size_t register_depth;
} Epts;

Epts *import_epts_new(Match *match); // new
void import_epts_free(Epts *epts);
/** import_epts_metadata - names, sides, rate, halves and specifications. */
bool import_epts_metadata(Epts *epts, const char *path, const char *bytes, size_t count, Error *error) MUST_USE;
const EptsSpec *import_epts_spec(const Epts *epts, int frame); // NULL where there is none
int import_epts_period(const Epts *epts, int frame);           // 0 where there is none

#endif
