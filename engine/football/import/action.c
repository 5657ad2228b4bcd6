#include "engine/football/import/action.h"

const char *action_name(Action action)
{
    static const char *const NAMES[ACTIONS + 1] = {
        [ACTION_PASS] = "pass",
        [ACTION_CROSS] = "cross",
        [ACTION_THROW_IN] = "throw_in",
        [ACTION_FREEKICK_CROSSED] = "freekick_crossed",
        [ACTION_FREEKICK_SHORT] = "freekick_short",
        [ACTION_CORNER_CROSSED] = "corner_crossed",
        [ACTION_CORNER_SHORT] = "corner_short",
        [ACTION_TAKE_ON] = "take_on",
        [ACTION_FOUL] = "foul",
        [ACTION_TACKLE] = "tackle",
        [ACTION_INTERCEPTION] = "interception",
        [ACTION_SHOT] = "shot",
        [ACTION_SHOT_PENALTY] = "shot_penalty",
        [ACTION_SHOT_FREEKICK] = "shot_freekick",
        [ACTION_KEEPER_SAVE] = "keeper_save",
        [ACTION_KEEPER_CLAIM] = "keeper_claim",
        [ACTION_KEEPER_PUNCH] = "keeper_punch",
        [ACTION_KEEPER_PICK_UP] = "keeper_pick_up",
        [ACTION_CLEARANCE] = "clearance",
        [ACTION_BAD_TOUCH] = "bad_touch",
        [ACTION_DRIBBLE] = "dribble",
        [ACTION_GOALKICK] = "goalkick",
        [ACTION_NONE] = "non_action",
    };
    return NAMES[action];
}

const char *action_result(Result result)
{
    static const char *const NAMES[RESULTS] = {
        [RESULT_FAIL] = "fail",       [RESULT_SUCCESS] = "success",         [RESULT_OFFSIDE] = "offside",
        [RESULT_OWNGOAL] = "owngoal", [RESULT_YELLOW_CARD] = "yellow_card", [RESULT_RED_CARD] = "red_card",
    };
    return NAMES[result];
}

const char *action_body(Body body)
{
    static const char *const NAMES[BODIES] = {
        [BODY_FOOT] = "foot", [BODY_FOOT_LEFT] = "foot_left",   [BODY_FOOT_RIGHT] = "foot_right",
        [BODY_HEAD] = "head", [BODY_HEAD_OTHER] = "head/other", [BODY_OTHER] = "other",
    };
    return NAMES[body];
}

bool action_is_shot(Action action)
{
    return action == ACTION_SHOT || action == ACTION_SHOT_PENALTY || action == ACTION_SHOT_FREEKICK;
}

bool action_defends(Action action)
{
    switch (action) {
    case ACTION_FOUL:
    case ACTION_TACKLE:
    case ACTION_INTERCEPTION:
    case ACTION_CLEARANCE:
    case ACTION_KEEPER_SAVE:
    case ACTION_KEEPER_PUNCH: return true;
    default: return false;
    }
}

bool action_restarts(Action action)
{
    return (action >= ACTION_THROW_IN && action <= ACTION_CORNER_SHORT) || action == ACTION_GOALKICK ||
           action == ACTION_SHOT_PENALTY || action == ACTION_SHOT_FREEKICK;
}
