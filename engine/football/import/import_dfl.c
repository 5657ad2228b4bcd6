/* The DFL's official match data (the layout of the IDSSE set): XML, three kinds of files.
 *
 *   match information   <General MatchId HomeTeamId HomeTeamName …>, <Environment PitchX PitchY>, <Team TeamId TeamName>,
 *                       <Player PersonId Shortname>
 *   events              <Event EventTime X-Position Y-Position> around what happened: <Play Evaluation Team Player><Pass/>,
 *                       <ShotAtGoal>, <TacklingGame Winner WinnerRole …>; a set piece stands around its Play
 *   positions           <FrameSet GameSection TeamId PersonId> of <Frame N X Y>, 25 a second; TeamId BALL or referee
 *
 * Events are metres from the corner, 0 … 105 by 0 … 68 whatever the pitch measures (kick-offs at 52.5 also where it is 100 m
 * long), positions metres from the centre of the pitch as it is; y up, of the stadium. A kick-off with a GameSection begins a
 * period, and its TeamLeft plays from left to right.
 *
 * Traps: PitchX is that of the positions alone. Events stand in no order of time, and their clocks may be +02:00 and
 * UTC in one match: both are told by the offset. The second half may not say TeamLeft: teams change ends. Kick-offs
 * after a goal have no GameSection. A foul has no place. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/import/import.h"
#include "engine/football/import/import_dfl_event.h"
#include "engine/football/import/xmlfile.h"

/* ---- match information ---- */

static bool same_match(Dfl *dfl, const XmlElement *element, Error *error)
{
    const char *id = xmlfile_attribute(element, "MatchId");
    if (!id)
        return true;
    match_number(dfl->match, id);
    return dfl->match->matches.count == 1 ||
           fail(error, ERR_INPUT, "match `%.60s` beside `%.60s`; expected files of one match", id,
                intern_word(&dfl->match->matches, 0));
}

/** size - of the pitch, in whose metres the positions are. */
static bool size(Dfl *dfl, const XmlElement *element, const char *x, const char *y, Error *error)
{
    double length, width;
    PlaceUnits centre = {.centred = true};
    if (!xmlfile_attribute(element, x))
        return true;
    if (!xmlfile_number(element, x, &length) || !xmlfile_number(element, y, &width) || !place_metres(&centre, length, width))
        return fail(error, ERR_INPUT, "a pitch of %.20s x %.20s m; expected 90 … 120 by 45 … 90", xmlfile_word(element, x),
                    xmlfile_word(element, y));
    dfl->match->spot_map = place_map(&centre);
    return true;
}

static void name_team(Match *match, const char *id, const char *name)
{
    if (*id && *name)
        match_name_team(match, match_team(match, id), name);
}

static bool information(Dfl *dfl, const XmlElement *element, Error *error)
{
    Match *match = dfl->match;
    if (xmlfile_is(element, "General")) {
        name_team(match, xmlfile_word(element, "HomeTeamId"), xmlfile_word(element, "HomeTeamName"));
        name_team(match, xmlfile_word(element, "GuestTeamId"), xmlfile_word(element, "GuestTeamName"));
        return same_match(dfl, element, error);
    }
    if (xmlfile_is(element, "Environment"))
        return size(dfl, element, "PitchX", "PitchY", error);
    if (xmlfile_is(element, "Team"))
        snprintf(dfl->team, sizeof dfl->team, "%s", xmlfile_word(element, "TeamId"));
    if (xmlfile_is(element, "Player") && *xmlfile_word(element, "PersonId") && *xmlfile_word(element, "Shortname") && dfl->team[0])
        match_name_player(match, match_player(match, xmlfile_word(element, "PersonId"), match_team(match, dfl->team)),
                          xmlfile_word(element, "Shortname"));
    return true;
}

/* ---- positions ---- */

static bool frame_set(Dfl *dfl, const XmlElement *element, Error *error)
{
    const char *team = xmlfile_word(element, "TeamId"), *person = xmlfile_word(element, "PersonId");
    dfl->period = import_dfl_period(element);
    dfl->referee = text_same(team, "referee");
    if (!dfl->period || !*team || !*person)
        return fail(
            error, ERR_INPUT,
            "a FrameSet without GameSection, TeamId or PersonId; expected firstHalf or secondHalf, and whose it is");
    if (dfl->referee)
        dfl->spot_player = MATCH_NOBODY;
    else
        dfl->spot_player = text_same(team, "BALL") ? match_ball(dfl->match)
                                                   : match_player(dfl->match, person, match_team(dfl->match, team));
    dfl->set_frames = 0;
    return same_match(dfl, element, error);
}

static bool frame(Dfl *dfl, const XmlElement *element, Error *error)
{
    double number, x, y;
    Match *match = dfl->match;
    if (!dfl->period)
        return fail(error, ERR_INPUT, "a Frame outside of a FrameSet");
    if (!xmlfile_number(element, "N", &number) || !(number >= 0 && number <= 1e7))
        return fail(error, ERR_INPUT, "a Frame without a number N; expected a count");
    match->seen++;
    match->frames = ++dfl->set_frames > match->frames ? dfl->set_frames : match->frames;
    if (dfl->referee)
        match_skip(match, element->line, "a place of a referee");
    else if (!import_dfl_place(element, "X", &x, error) || !import_dfl_place(element, "Y", &y, error))
        return false;
    else if (isnan(x) || isnan(y))
        match_skip(match, element->line, "a frame without a place");
    else
        match_spot(match, dfl->spot_player, dfl->period, (int)number, x, y);
    return true;
}

/* ---- all of them ---- */

static bool open_element(void *to, const XmlElement *element, Error *error)
{
    Dfl *dfl = to;
    if (element->depth == 1)
        return xmlfile_is(element, "PutDataRequest") ||
               fail(error, ERR_INPUT, "the file begins with <%.40s>; expected <PutDataRequest>", element->name);
    if (xmlfile_is(element, "Event"))
        return same_match(dfl, element, error) && import_dfl_event(dfl, element, error);
    if (dfl->in_event)
        return import_dfl_inside(dfl, element, error);
    if (xmlfile_is(element, "FrameSet"))
        return frame_set(dfl, element, error);
    if (xmlfile_is(element, "Frame"))
        return frame(dfl, element, error);
    if (xmlfile_is(element, "PitchSize"))
        return size(dfl, element, "X", "Y", error);
    return information(dfl, element, error);
}

static bool close_element(void *to, const XmlElement *element, Error *error)
{
    Dfl *dfl = to;
    (void)error;
    if (xmlfile_is(element, "Event"))
        import_dfl_end(dfl);
    return true;
}

static bool is_information(const ImportFile *file)
{
    return import_head(file, "<MatchInformation", 4096);
}

static bool read_file(Dfl *dfl, const ImportFile *file, Error *error)
{
    static const XmlReader READER = {open_element, close_element};
    match_file(dfl->match, file->path);
    dfl->period = 0;
    dfl->in_event = false;
    return xmlfile_each(file->path, file->bytes, file->count, &READER, dfl, error);
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    Dfl dfl = {.match = match};
    PlaceUnits corner = {0}, centre = {.centred = true};
    if (place_metres(&corner, 105, 68) && place_metres(&centre, 105, 68)) {
        match->map = place_map(&corner);
        match->spot_map = place_map(&centre);
    }
    match->turned = true;
    match->rate = 25;
    match->clock = "events: seconds since the period's kick-off; places: frame / 25";
    for (int pass = 0; pass < 2; pass++) // the information first: it knows the home team and the pitch
        for (size_t i = 0; i < count; i++)
            if (is_information(&files[i]) == (pass == 0) && !read_file(&dfl, &files[i], error))
                return false;
    if (match->seen == 0)
        return fail_at(
            error, ERR_INPUT, files[0].path, 0, 0,
            "no event and no position; expected a file of events or positions, not the match's information alone");
    import_dfl_periods(&dfl);
    return true;
}

static bool knows(const ImportFile *file)
{
    return import_first(file) == '<' && import_head(file, "<PutDataRequest", 1024);
}

const ImportFormat IMPORT_DFL = {
    .name = "dfl",
    .provider = "DFL, official match data",
    .attribution = "Deutsche Fussball Liga (DFL). The IDSSE set: Bassek, M., Rein, R., Weber, H., Memmert, D., An "
                   "integrated dataset "
                   "of spatiotemporal and event data in elite soccer (2024/25), CC BY 4.0",
    .files = "match information, events and positions of one match as XML",
    .knows = knows,
    .read = read_match,
};
