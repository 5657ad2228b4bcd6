/* Small files of our own making in the layouts of seven providers, with the traps that real ones hold. Teams, players and
 * numbers are invented. */
#ifndef BACKPASS_TESTS_IMPORT_SAMPLES_H
#define BACKPASS_TESTS_IMPORT_SAMPLES_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/football/import/import.h"

/* ---- wyscout: a bare array; the end of a goal is a placeholder, and the beaten keeper has tag 101 too ---- */
#define WYSCOUT_EVENTS                                                                                                 \
    "[\n"                                                                                                              \
    "{\"eventName\":\"Pass\",\"subEventName\":\"Simple pass\",\"tags\":[{\"id\":1801}],\"playerId\":7,"                \
    "\"positions\":[{\"x\":50,\"y\":50},{\"x\":34,\"y\":81}],\"matchId\":1,\"teamId\":10,\"matchPeriod\":\"1H\","      \
    "\"eventSec\":1.5},\n"                                                                                             \
    "{\"eventName\":\"Shot\",\"subEventName\":\"Shot\",\"tags\":[{\"id\":101},{\"id\":402},{\"id\":1801}],"            \
    "\"playerId\":8,"                                                                                                  \
    "\"positions\":[{\"x\":84,\"y\":19},{\"x\":0,\"y\":0}],\"matchId\":1,\"teamId\":10,\"matchPeriod\":\"1H\","        \
    "\"eventSec\":9},\n"                                                                                               \
    "{\"eventName\":\"Save "                                                                                           \
    "attempt\",\"subEventName\":\"Reflexes\",\"tags\":[{\"id\":101},{\"id\":1802}],\"playerId\":21,"                   \
    "\"positions\":[{\"x\":100,\"y\":100},{\"x\":16,\"y\":81}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"1H\","    \
    "\"eventSec\":9.5},\n"                                                                                             \
    "{\"eventName\":\"Duel\",\"subEventName\":\"Air duel\",\"tags\":[],\"playerId\":21,"                               \
    "\"positions\":[{\"x\":40,\"y\":40}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"1H\",\"eventSec\":11},\n"       \
    "{\"eventName\":\"Pass\",\"subEventName\":\"Launch\",\"tags\":[{\"id\":1802}],\"playerId\":0,"                     \
    "\"positions\":[{\"x\":6,\"y\":37},{\"x\":70,\"y\":50}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"1H\","       \
    "\"eventSec\":12},\n"                                                                                              \
    "{\"eventName\":\"Offside\",\"subEventName\":\"\",\"tags\":[],\"playerId\":22,"                                    \
    "\"positions\":[{\"x\":70,\"y\":50}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"1H\",\"eventSec\":14},\n"       \
    "{\"eventName\":\"Free "                                                                                           \
    "Kick\",\"subEventName\":\"Penalty\",\"tags\":[{\"id\":101},{\"id\":401},{\"id\":1801}],\"playerId\":7,"           \
    "\"positions\":[{\"x\":90,\"y\":50},{\"x\":100,\"y\":100}],\"matchId\":1,\"teamId\":10,\"matchPeriod\":\"2H\","    \
    "\"eventSec\":3},\n"                                                                                               \
    "{\"eventName\":\"Foul\",\"subEventName\":\"Foul\",\"tags\":[{\"id\":1702}],\"playerId\":21,"                      \
    "\"positions\":[{\"x\":100,\"y\":0},{\"x\":0,\"y\":100}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"2H\","      \
    "\"eventSec\":8},\n"                                                                                               \
    "{\"eventName\":\"Free Kick\",\"subEventName\":\"Goal kick\",\"tags\":[],\"playerId\":21,"                         \
    "\"positions\":[{\"x\":100,\"y\":100},{\"x\":50,\"y\":50}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"2H\","    \
    "\"eventSec\":30},\n"                                                                                              \
    "{\"eventName\":\"Pass\",\"subEventName\":\"Cross\",\"tags\":[{\"id\":1802}],\"playerId\":22,"                     \
    "\"positions\":[{\"x\":90,\"y\":81},{\"x\":100,\"y\":100}],\"matchId\":1,\"teamId\":20,\"matchPeriod\":\"2H\","    \
    "\"eventSec\":33}\n"                                                                                               \
    "]\n"
#define WYSCOUT_WRAPPED                                                                                                \
    "{\"events\":" WYSCOUT_EVENTS ",\"teams\":{\"10\":{\"team\":{\"name\":\"Blue\",\"wyId\":10}},"                     \
    "\"20\":{\"team\":{\"name\":\"R\\\\u00f6t\",\"wyId\":20}}},\"players\":{\"10\":[{\"player\":{\"wyId\":7,"          \
    "\"shortName\":"                                                                                                   \
    "\"A. One\"}},"                                                                                                    \
    "{\"player\":{\"wyId\":8,\"shortName\":\"A. One\"}}]}}\n"

/* ---- statsbomb: the height of a shot's end, a camera, boxes of 18 by 44 ---- */
#define STATSBOMB_ABOUT(type, time, player)                                                                            \
    "\"period\":1,\"timestamp\":\"00:00:" time "\",\"type\":{\"name\":\"" type "\"},\"possession\":1,"                 \
    "\"possession_team\":{\"id\":1,\"name\":\"Blue\"},\"play_pattern\":{\"name\":\"Regular Play\"},"                   \
    "\"team\":{\"id\":1,\"name\":\"Blue\"},\"player\":{\"id\":" player ",\"name\":\"P " player "\"},\"duration\":1"
#define STATSBOMB_EVENTS                                                                                               \
    "[{" STATSBOMB_ABOUT(                                                                                              \
        "Pass", "00.100",                                                                                              \
        "5") ",\"location\":[60.0,40.0],\"pass\":{\"end_location\":[42.0,18.0],\"type\":{\"name\":\"Kick Off\"}}},\n"  \
             "{" STATSBOMB_ABOUT(                                                                                      \
                 "Camera On", "01.000",                                                                                \
                 "5") "},\n"                                                                                           \
                      "{" STATSBOMB_ABOUT(                                                                             \
                          "Carry", "02.500",                                                                           \
                          "6") ",\"location\":[42.0,18.0],\"carry\":{\"end_location\":[102.0,18.0]}},\n"               \
                               "{" STATSBOMB_ABOUT(                                                                    \
                                   "Pass", "04.000",                                                                   \
                                   "6") ",\"location\":[120.0,80.0],\"pass\":{\"end_location\":[108.0,40.0],"          \
                                        "\"cross\":true,\"type\":{\"name\":\"Corner\"},\"outcome\":{\"name\":"         \
                                        "\"Incomplete\"}}},\n"                                                         \
                                        "{" STATSBOMB_ABOUT(                                                           \
                                            "Shot", "06.000",                                                          \
                                            "5") ",\"location\":[108.0,40.0],\"shot\":{\"end_location\":[120.0,38.0,"  \
                                                 "1.2],\"type\":{\"name\":\"Penalty\"},\"outcome\":{\"name\":"         \
                                                 "\"Goal\"},\"body_part\":{\"name\":\"Left Foot\"}}}]\n"

/* ---- metrica: a kick-off with end frame 0, a goal that is no shot, a goal kick that is no goal, "Player 26" ---- */
#define METRICA_EVENTS                                                                                                 \
    "Team,Type,Subtype,Period,Start Frame,Start Time [s],End Frame,End Time [s],From,To,Start X,Start Y,End X,End Y\n" \
    "Away,SET PIECE,KICK OFF,1,1,0.04,0,0,Player19,,NaN,NaN,NaN,NaN\n"                                                 \
    "Away,PASS,,1,1,0.04,3,0.12,Player19,Player 26,0.5,0.5,0.6,0.25\n"                                                 \
    "Away,BALL LOST,INTERCEPTION,1,30,1.2,40,1.6,Player 26,,0.6,0.25,0.4,0.4\n"                                        \
    "Home,RECOVERY,INTERCEPTION,1,40,1.6,40,1.6,Player5,,0.4,0.4,NaN,NaN\n"                                            \
    "Home,SHOT,HEAD-ON TARGET-GOAL,1,90,3.6,100,4,Player9,,0.92,0.47,1.01,0.55\n"                                      \
    "Away,PASS,GOAL KICK,1,200,8,220,8.8,Player 26,Player19,0.95,0.45,0.5,0.05\n"                                      \
    "Home,BALL LOST,DEFLECTION-GOAL,1,300,12,310,12.4,Player5,,0.03,0.5,-0.01,0.5\n"                                   \
    "Home,SET PIECE,CORNER KICK,2,400,16,400,16,Player9,,NaN,NaN,NaN,NaN\n"                                            \
    "Home,PASS,CROSS,2,402,16.08,430,17.2,Player9,Player5,0,0,0.1,0.5\n"                                               \
    "Home,SHOT,OFF TARGET-OUT,2,430,17.2,440,17.6,Player5,,0.1,0.5,-0.04,0.65\n"                                       \
    "Away,CHALLENGE,AERIAL-WON,2,500,20,500,20,Player19,,0.3,0.3,NaN,NaN\n"
/* ---- tracking: two frames a half; the keeper Player11 is at x = 0.02 first and at 0.98 after the break ---- */
#define METRICA_HOME                                                                                                   \
    ",,,Home,,Home,,,\n,,,11,,1,,,\nPeriod,Frame,Time [s],Player11,,Player 1,,Ball,\n"                                 \
    "1,1,0.04,0.02,0.50,0.40,0.25,0.5,0.5\n1,2,0.08,0.02,0.50,0.41,0.25,NaN,NaN\n"                                     \
    "2,3,0.12,0.98,0.50,0.60,0.75,0.5,0.5\n2,4,0.16,0.98,0.50,NaN,NaN,0.5,0.5\n"
#define METRICA_AWAY                                                                                                   \
    ",,,Away,,,\n,,,25,,,\nPeriod,Frame,Time [s],Player25,,Ball,\n"                                                    \
    "1,1,0.04,0.98,0.50,0.5,0.5\n1,2,0.08,0.98,0.50,NaN,NaN\n2,3,0.12,0.02,0.50,0.5,0.5\n2,4,0.16,0.02,0.50,0.5,0.5\n"

/* ---- metrica-epts: the order is the specification's, the second player has four channels ---- */
#define EPTS_METADATA                                                                                                  \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<main "                                                               \
    "xmlns:tns=\"EPTS\"><Metadata><GlobalConfig><FrameRate>25</FrameRate>\n"                                           \
    "<ProviderGlobalParameters><ProviderParameter><Name>first_half_start</Name><Value>1</Value></ProviderParameter>"   \
    "<ProviderParameter><Name>first_half_end</Name><Value>2</Value></ProviderParameter>"                               \
    "<ProviderParameter><Name>second_half_start</Name><Value>3</Value></ProviderParameter>"                            \
    "<ProviderParameter><Name>second_half_end</Name><Value>4</Value></ProviderParameter></ProviderGlobalParameters></" \
    "GlobalConfig>\n"                                                                                                  \
    "<Teams><Team "                                                                                                    \
    "id=\"TA\"><Name>Blue</Name><ProviderTeamsParameters><ProviderParameter><Name>attack_direction_first_half</Name>"  \
    "<Value>right_to_left</Value></ProviderParameter></ProviderTeamsParameters></Team><Team "                          \
    "id=\"TB\"><Name>Red</Name></Team></Teams>\n"                                                                      \
    "<Players><Player id=\"P1\" teamId=\"TA\"><Name>Player 1</Name></Player><Player id=\"P2\" "                        \
    "teamId=\"TB\"><Name>Player 2</Name></Player></Players>\n"                                                         \
    "<PlayerChannels><PlayerChannel id=\"a_x\" channelId=\"x\" playerId=\"P1\"/><PlayerChannel id=\"a_y\" "            \
    "channelId=\"y\" playerId=\"P1\"/>\n"                                                                              \
    "<PlayerChannel id=\"b_x\" channelId=\"x\" playerId=\"P2\"/><PlayerChannel id=\"b_y\" channelId=\"y\" "            \
    "playerId=\"P2\"/>"                                                                                                \
    "<PlayerChannel id=\"b_s\" channelId=\"speed\" playerId=\"P2\"/><PlayerChannel id=\"b_d\" channelId=\"distance\" " \
    "playerId=\"P2\"/></PlayerChannels>\n"                                                                             \
    "</Metadata><DataFormatSpecifications><DataFormatSpecification startFrame=\"1\" endFrame=\"4\" separator=\":\">"   \
    "<StringRegister name=\"frameCount\"/><SplitRegister separator=\";\"><SplitRegister separator=\",\">"              \
    "<PlayerChannelRef playerChannelId=\"b_s\"/><PlayerChannelRef playerChannelId=\"b_d\"/><PlayerChannelRef "         \
    "playerChannelId=\"b_x\"/>"                                                                                        \
    "<PlayerChannelRef playerChannelId=\"b_y\"/></SplitRegister><SplitRegister separator=\",\"><PlayerChannelRef "     \
    "playerChannelId=\"a_x\"/>"                                                                                        \
    "<PlayerChannelRef playerChannelId=\"a_y\"/></SplitRegister></SplitRegister><SplitRegister separator=\",\">"       \
    "<BallChannelRef channelId=\"x\"/><BallChannelRef channelId=\"y\"/></SplitRegister></DataFormatSpecification>"     \
    "</DataFormatSpecifications></main>\n"
#define EPTS_TRACKING                                                                                                  \
    "1:2.5,0,0.3,0.25;0.6,0.75:0.5,0.5\n2:2.5,0.1,0.31,0.25;0.6,0.75:NaN,NaN\n"                                        \
    "3:1,0.2,0.7,0.75;0.4,0.25:0.5,0.5\n4:1,0.3,0.7,0.75;NaN,NaN:0.5,0.5\n5:1,0.3,0.7,0.75;0.4,0.25:0.5,0.5\n"
#define EPTS_EVENTS                                                                                                    \
    "{\"data\":[{\"type\":{\"name\":\"PASS\"},\"subtypes\":null,\"team\":{\"id\":\"TA\"},\"period\":1,\"from\":{"      \
    "\"id\":\"P1\"},"                                                                                                  \
    "\"start\":{\"time\":0.04,\"x\":0.6,\"y\":0.75},\"end\":{\"time\":1,\"x\":0.3,\"y\":0.5}}]}\n"

/* ---- skillcorner: a pitch 104 m long, null before the kick-off, the side given by period ---- */
#define SKILLCORNER_MATCH                                                                                              \
    "{\"id\":5,\"home_team\":{\"id\":1,\"name\":\"Blue\"},\"away_team\":{\"id\":2,\"name\":\"Red\"},\n"                \
    "\"players\":[{\"id\":11,\"team_id\":1,\"short_name\":\"A. One\",\"trackable_object\":111},"                       \
    "{\"id\":22,\"team_id\":2,\"short_name\":\"B. Two\",\"trackable_object\":122}],\n"                                 \
    "\"home_team_side\":[\"right_to_left\",\"left_to_right\"],\"ball\":{\"trackable_object\":55},\"pitch_length\":"    \
    "104,\"pitch_width\":68}\n"
#define SKILLCORNER_FRAMES                                                                                             \
    "{\"frame\":9,\"period\":null,\"ball_data\":{\"x\":null,\"y\":null},\"player_data\":[]}\n"                         \
    "{\"frame\":10,\"period\":1,\"ball_data\":{\"x\":null,\"y\":null,\"z\":null},\"player_data\":[{\"x\":35.5,\"y\":"  \
    "20.16,\"player_id\":11},{\"x\":-52,\"y\":0.5,\"player_id\":22}]}\n"                                               \
    "{\"frame\":11,\"period\":1,\"ball_data\":{\"x\":0.5,\"y\":0.25,\"z\":0.1},\"player_data\":[{\"x\":35.5,\"y\":20." \
    "16,\"player_id\":11},{\"x\":7,\"y\":7,\"player_id\":99}]}\n"                                                      \
    "{\"frame\":12,\"period\":2,\"ball_data\":{\"x\":0,\"y\":0,\"z\":0.1},\"player_data\":[{\"x\":35.5,\"y\":20.16,"   \
    "\"player_id\":11}]}\n"

/* ---- dfl: the events are out of order, one clock is UTC, the second half does not say who is left; the pitch is 100 m long, yet
 * events count to 105 ---- */
#define DFL_INFORMATION                                                                                                \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PutDataRequest><MatchInformation>\n"                                 \
    "<General MatchId=\"M1\" HomeTeamId=\"T1\" HomeTeamName=\"Blue\" GuestTeamId=\"T2\" "                              \
    "GuestTeamName=\"R\xC3\xB6t\"/>\n"                                                                                 \
    "<Environment PitchX=\"100.00\" PitchY=\"68.00\"/>\n<Teams><Team TeamId=\"T1\" TeamName=\"Blue\"><Players>"        \
    "<Player PersonId=\"A\" Shortname=\"A. One\"/></Players></Team>\n<Team TeamId=\"T2\"><Players><Player "            \
    "PersonId=\"B\" Shortname=\"B. Two\"/>"                                                                            \
    "</Players></Team></Teams>\n</MatchInformation></PutDataRequest>\n"
#define DFL_EVENTS                                                                                                     \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PutDataRequest RequestId=\"x\">\n"                                   \
    "<Event EventId=\"3\" EventTime=\"2024-01-01T15:03:00.000+02:00\" X-Position=\"94.00\" Y-Position=\"40.00\" "      \
    "MatchId=\"M1\">"                                                                                                  \
    "<ShotAtGoal Team=\"T2\" Player=\"B\" TypeOfShot=\"head\"><SuccessfulShot/></ShotAtGoal></Event>\n"                \
    "<Event EventId=\"1\" EventTime=\"2024-01-01T15:00:00.000+02:00\" X-Position=\"52.50\" Y-Position=\"34.00\" "      \
    "MatchId=\"M1\">"                                                                                                  \
    "<KickOff TeamLeft=\"T2\" TeamRight=\"T1\" GameSection=\"firstHalf\"><Play Team=\"T1\" Player=\"A\" "              \
    "Evaluation=\"successfullyCompleted\"><Pass/></Play></KickOff></Event>\n"                                          \
    "<Event EventId=\"2\" EventTime=\"2024-01-01T13:00:02.500Z\" X-Position=\"75.00\" Y-Position=\"44.00\" "           \
    "MatchId=\"M1\">"                                                                                                  \
    "<Play Team=\"T1\" Player=\"A\" Evaluation=\"unsuccessful\"><Cross/></Play></Event>\n"                             \
    "<Event EventId=\"4\" EventTime=\"2024-01-01T15:03:30.000+02:00\" MatchId=\"M1\"><Foul TeamFouler=\"T1\" "         \
    "Fouler=\"A\"/></Event>\n"                                                                                         \
    "<Event EventId=\"5\" EventTime=\"2024-01-01T16:00:00.000+02:00\" X-Position=\"52.50\" Y-Position=\"34.00\" "      \
    "MatchId=\"M1\">"                                                                                                  \
    "<KickOff GameSection=\"secondHalf\"><Play Team=\"T2\" Player=\"B\" "                                              \
    "Evaluation=\"successfullyCompleted\"><Pass/></Play></KickOff></Event>\n"                                          \
    "<Event EventId=\"6\" EventTime=\"2024-01-01T16:01:00.000+02:00\" X-Position=\"88.50\" Y-Position=\"13.84\" "      \
    "MatchId=\"M1\">"                                                                                                  \
    "<ShotAtGoal Team=\"T1\" Player=\"A\" TypeOfShot=\"leftLeg\"><SavedShot/></ShotAtGoal></Event>\n"                  \
    "</PutDataRequest>\n"
#define DFL_POSITIONS                                                                                                  \
    "<?xml version=\"1.0\"?>\n<PutDataRequest><Positions><MetaData><PitchSize X=\"100.00\" Y=\"68.00\"/></MetaData>\n" \
    "<FrameSet GameSection=\"firstHalf\" MatchId=\"M1\" TeamId=\"BALL\" PersonId=\"O\"><Frame N=\"10000\" X=\"0.00\" " \
    "Y=\"0.00\"/></FrameSet>\n"                                                                                        \
    "<FrameSet GameSection=\"firstHalf\" MatchId=\"M1\" TeamId=\"T1\" PersonId=\"A\"><Frame N=\"10000\" X=\"33.50\" "  \
    "Y=\"10.00\"/>"                                                                                                    \
    "<Frame N=\"10001\" X=\"33.50\" Y=\"10.00\"/></FrameSet>\n"                                                        \
    "<FrameSet GameSection=\"secondHalf\" MatchId=\"M1\" TeamId=\"T1\" PersonId=\"A\"><Frame N=\"100000\" "            \
    "X=\"-33.50\" Y=\"-10.00\"/></FrameSet>\n"                                                                         \
    "<FrameSet GameSection=\"firstHalf\" MatchId=\"M1\" TeamId=\"referee\" PersonId=\"R\"><Frame N=\"10000\" "         \
    "X=\"1.00\" Y=\"1.00\"/></FrameSet>\n"                                                                             \
    "</Positions></PutDataRequest>\n"

/* ---- lastrow: quoted fields with a comma; the defender stands before the goal at x = 0 ---- */
#define LASTROW_PLAY                                                                                                   \
    "player,frame,x,y,z,dx,dy,coords,player_num,player_obj,team,num,name,edgecolor,bgcolor\n"                          \
    "0,0,42.0,75.0,0.0,0.0,0.0,,,,,,,,\n"                                                                              \
    "12,0,30.0,75.0,,-0.2,0.0,\"(54.13, 176.18)\",10.0,12.0,attack,,,white,red\n"                                      \
    "12,1,29.0,75.0,,-0.2,0.0,\"(53.13, 176.18)\",10.0,12.0,attack,,,white,red\n"                                      \
    "14,0,2.0,50.0,,0.0,0.0,\"(1.7, 235.1)\",,14.0,defense,,,white,blue\n"

/** Sample - the files of one provider. */
typedef struct Sample {
    const char *format;
    size_t count;
    struct {
        const char *path, *text;
    } file[3];
} Sample;

static const Sample SAMPLES[] = {
    {"wyscout", 1, {{"w.json", WYSCOUT_EVENTS}}},
    {"wyscout", 1, {{"ww.json", WYSCOUT_WRAPPED}}},
    {"statsbomb", 1, {{"s.json", STATSBOMB_EVENTS}}},
    {"metrica", 1, {{"e.csv", METRICA_EVENTS}}},
    {"metrica", 2, {{"home.csv", METRICA_HOME}, {"away.csv", METRICA_AWAY}}},
    {"metrica-epts", 3, {{"m.xml", EPTS_METADATA}, {"t.txt", EPTS_TRACKING}, {"e.json", EPTS_EVENTS}}},
    {"skillcorner", 2, {{"match.json", SKILLCORNER_MATCH}, {"t.jsonl", SKILLCORNER_FRAMES}}},
    {"dfl", 2, {{"info.xml", DFL_INFORMATION}, {"events.xml", DFL_EVENTS}}},
    {"dfl", 2, {{"info.xml", DFL_INFORMATION}, {"positions.xml", DFL_POSITIONS}}},
    {"lastrow", 1, {{"play.csv", LASTROW_PLAY}}},
};
enum { SAMPLE_COUNT = sizeof SAMPLES / sizeof *SAMPLES };

/** sample_files - of a sample, in memory. */
static inline void sample_files(const Sample *sample, ImportFile files[3])
{
    for (size_t i = 0; i < sample->count; i++)
        files[i] = (ImportFile){sample->file[i].path, sample->file[i].text, strlen(sample->file[i].text)};
}

/** sample_read - guessed and read; fails the test where that fails. */
static inline Match sample_read(const ImportFile *files, size_t count)
{
    Match match = {0};
    Error error = {0};
    char line[1024];
    const ImportFormat *format = import_guess(files, count, &error);
    bool good = format && import_read(format, files, count, &match, &error);
    error_line(&error, line, sizeof line);
    cr_assert(good, "%s", line);
    return match;
}

static inline Match sample_texts(const char *first, const char *second)
{
    ImportFile files[2] = {{"first", first, strlen(first)}, {"second", second, second ? strlen(second) : 0}};
    return sample_read(files, second ? 2 : 1);
}

/** sample_table - a task of it as text. */
static inline Text sample_table(Match *match, const char *task)
{
    Text text = {0};
    Error error = {0};
    cr_assert(import_write(IMPORT_FORMAT[0], match, task, &text, &error), "%s", error.message);
    return text;
}

static inline size_t sample_count(const MatchTally *tally, const char *reason)
{
    size_t count = 0;
    for (size_t i = 0; i < tally->reason.count; i++)
        if (strstr(intern_word(&tally->reason, i), reason))
            count += tally->at[i].count;
    return count;
}

#define NEAR(value, wanted)                                                                                            \
    cr_assert_float_eq(value, wanted, 1e-9, "%s is %.17g, not %.17g", #value, (double)(value), (double)(wanted))
#define PLACE(thing, x, y)                                                                                             \
    do {                                                                                                               \
        NEAR((thing).at[0], x);                                                                                        \
        NEAR((thing).at[1], y);                                                                                        \
    } while (0)

#endif
