/* The pitch in the inside frame, and what a body can do on it.
 * Knows: metres from the centre, y up, the acting team attacking to the right; seconds. */
#ifndef BACKPASS_FOOTBALL_PITCH_H
#define BACKPASS_FOOTBALL_PITCH_H

#define PITCH_HALF_LENGTH 52.5 // 105 m long
#define PITCH_HALF_WIDTH 34.0  // 68 m wide
#define PITCH_BOX_X 36.0       // where the penalty area begins, 16.5 m from the goal line
#define PITCH_BOX_Y 20.16      // half of its width of 40.32 m
#define PITCH_SMALL_BOX_X 47.0 // the goal area, 5.5 m
#define PITCH_SMALL_BOX_Y 9.16 // half of 18.32 m
#define PITCH_GOAL_Y 3.66      // half of 7.32 m
#define PITCH_GOAL_DEPTH 2.44  // drawn as deep as a goal is high
#define PITCH_CORNER 1.0       // arcs at the corners
#define PITCH_SPOT_X 41.5      // 11 m
#define PITCH_CIRCLE 9.15      // centre circle, and the arcs round the spots

#define PLAYER_SPEED_MAX 9.5        // m/s
#define PLAYER_ACCELERATION_MAX 5.0 // m/s²
#define BALL_SPEED_MAX 30.0         // m/s, of a pass

#endif
