/* The words for what happens on a pitch: the 22 actions of SPADL (Decroos, Bransen, Van Haaren & Davis 2019) and what is
 * none, with results and body parts.
 * Knows: nothing. Must not know how a provider calls them. */
#ifndef BACKPASS_IMPORT_ACTION_H
#define BACKPASS_IMPORT_ACTION_H

#include <stdbool.h>

typedef enum Action {
    ACTION_PASS,
    ACTION_CROSS,
    ACTION_THROW_IN,
    ACTION_FREEKICK_CROSSED,
    ACTION_FREEKICK_SHORT,
    ACTION_CORNER_CROSSED,
    ACTION_CORNER_SHORT,
    ACTION_TAKE_ON,
    ACTION_FOUL,
    ACTION_TACKLE,
    ACTION_INTERCEPTION,
    ACTION_SHOT,
    ACTION_SHOT_PENALTY,
    ACTION_SHOT_FREEKICK,
    ACTION_KEEPER_SAVE,
    ACTION_KEEPER_CLAIM,
    ACTION_KEEPER_PUNCH,
    ACTION_KEEPER_PICK_UP,
    ACTION_CLEARANCE,
    ACTION_BAD_TOUCH,
    ACTION_DRIBBLE,
    ACTION_GOALKICK,
    ACTIONS,
    ACTION_NONE = ACTIONS // an event that is no action with the ball
} Action;

typedef enum Result {
    RESULT_FAIL,
    RESULT_SUCCESS,
    RESULT_OFFSIDE,
    RESULT_OWNGOAL,
    RESULT_YELLOW_CARD,
    RESULT_RED_CARD,
    RESULTS
} Result;

typedef enum Body {
    BODY_FOOT,
    BODY_FOOT_LEFT,
    BODY_FOOT_RIGHT,
    BODY_HEAD,
    BODY_HEAD_OTHER, // head, chest or whatever is no foot
    BODY_OTHER,
    BODIES
} Body;

/** action_name - SPADL's word: "pass" … "goalkick", "non_action"; action_result, action_body - its words for these. */
const char *action_name(Action action);
const char *action_result(Result result);
const char *action_body(Body body);

/** action_is_shot - at goal, penalties and direct free kicks included. */
bool action_is_shot(Action action);
/** action_defends - done to the other team's ball: it alone does not take the ball away. */
bool action_defends(Action action);
/** action_restarts - brings the ball back into play after a stop. */
bool action_restarts(Action action);

#endif
