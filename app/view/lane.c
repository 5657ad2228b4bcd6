#include "app/view/lane.h"

#include <stdio.h>

Lane lane_of(const Net *net, size_t layer, bool reverse)
{
    Lane lane = {.layer = layer, .reverse = reverse, .track = net_track(&net->spec, layer, reverse)};
    if (net_tracks(&net->spec) > 1)
        snprintf(lane.suffix, sizeof lane.suffix, "@%zu%s", layer, reverse ? "r" : "");
    return lane;
}

Lane lane_at_cursor(const Session *session, const Net *net)
{
    size_t layers = net_layer(&net->spec, net_top(&net->spec)), layer = session->cursor.layer;
    return lane_of(net, layer && layer <= layers ? layer : layers, session->cursor.reverse && net->spec.bidirectional);
}

void lane_words(const Net *net, const Lane *lane, char out[96])
{
    size_t layers = net_layer(&net->spec, net_top(&net->spec));
    const char *way = !net->spec.bidirectional ? "" : lane->reverse ? "in reverse" : "forward";
    *out = 0;
    if (layers > 1)
        snprintf(out, 96, "layer %zu of %zu%s%s", lane->layer, layers, *way ? ", " : "", way);
    else
        snprintf(out, 96, "%s", way);
}
