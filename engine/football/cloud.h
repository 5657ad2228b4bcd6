/* Places that are known but for chance, and the one place that is nearest to many of them on the average.
 * Knows: two axes. Must not know data. */
#ifndef BACKPASS_FOOTBALL_CLOUD_H
#define BACKPASS_FOOTBALL_CLOUD_H

#include <stddef.h>

/** Cloud - normal about a mean place, with the same spread on both axes. */
typedef struct Cloud {
    double mean[2], sd;
} Cloud;

/** cloud_nearest - the least mean distance that one place can have from all of these, equally likely; the place is
 *  written. By Weiszfeld's (1937) steps; count > 0. */
double cloud_nearest(const Cloud *cloud, size_t count, double place[2]);

#endif
