#include "app/view/circuit.h"

#include <math.h>
#include <string.h>

#include "engine/net/wiring.h"

static const Plan *plan_of(const Cell *cell)
{
    if (cell == &LSTM_CELL)
        return &LSTM_PLAN;
    if (cell == &GRU_CELL)
        return &GRU_PLAN;
    return cell == &RNN_CELL ? &RNN_PLAN : cell == &MLP_CELL ? &MLP_PLAN : NULL;
}

static void pick_lane(Circuit *circuit)
{
    Lane lane = lane_at_cursor(circuit->session, circuit->net);
    circuit->layer = lane.layer;
    circuit->reverse = lane.reverse;
    circuit->track = lane.track;
    circuit->before = circuit->reverse ? circuit->t + 1 : circuit->t - 1;
    memcpy(circuit->suffix, lane.suffix, sizeof circuit->suffix);
}

static unsigned when_of(const Circuit *circuit)
{
    const CellWeights *weights = &circuit->weights;
    return (weights->reset == RESET_AFTER ? WHEN_AFTER : WHEN_BEFORE) |
           (weights->update == UPDATE_KEEP ? WHEN_KEEP : WHEN_REPLACE) |
           (circuit->net->spec.cell->recurrent ? WHEN_RECURRENT : WHEN_MEMORYLESS);
}

static void pick_stops(Circuit *circuit)
{
    size_t walked = 0, wanted = circuit->session->cursor.wire;
    for (size_t i = 0; i < circuit->plan->stops && circuit->stops < STOPS_MAX; i++) {
        const Stop *stop = &circuit->plan->stop[i];
        if (stop->when & ~circuit->when)
            continue;
        walked += !stop->aside;
        if (!stop->aside && (!wanted || walked <= wanted))
            circuit->chosen = circuit->stops;
        circuit->stop[circuit->stops++] = stop;
    }
}

bool circuit_of(const Session *session, const Eye *eye, Circuit *circuit)
{
    *circuit = (Circuit){.session = session, .eye = eye, .net = kit_net(session)};
    circuit->plan = circuit->net ? plan_of(circuit->net->spec.cell) : NULL;
    circuit->T = world_steps(session->world);
    const Lens *lens = eye->probe.subjects ? eye->probe.subject[eye->probe.current].lens : NULL;
    if (!circuit->plan || !circuit->T || !lens)
        return false;
    circuit->t = kit_step(session);
    circuit->unit = kit_unit(session);
    circuit->backward = session->cursor.backward;
    pick_lane(circuit);
    circuit->weights = net_cell_weights(circuit->net, circuit->track);
    circuit->when = when_of(circuit);
    pick_stops(circuit);
    const Track *track = &lens->tape->track[circuit->track];
    circuit->cut_weights = wiring_cut(circuit->net, track, circuit->t, EDGE_WEIGHTS);
    circuit->cut_direct = wiring_cut(circuit->net, track, circuit->t, EDGE_DIRECT);
    return true;
}

size_t circuit_walked(const Circuit *circuit)
{
    size_t walked = 0;
    for (size_t i = 0; i < circuit->stops; i++)
        walked += !circuit->stop[i]->aside;
    return walked;
}

bool circuit_held(const Circuit *circuit, char gate)
{
    int block = cell_block(circuit->net->spec.cell, gate);
    return block != NO_BLOCK && !isnan(net_held(circuit->net, circuit->track, (size_t)block, circuit->unit - 1));
}

bool circuit_passed(const Circuit *circuit, size_t index)
{
    return circuit->backward ? index >= circuit->chosen : index <= circuit->chosen;
}

bool circuit_cut(const Circuit *circuit, const Stop *stop)
{
    return stop->cut && (stop->cut == 'w' ? circuit->cut_weights : circuit->cut_direct);
}

size_t circuit_wires(const Session *session)
{
    Eye eye;
    Error error = {0};
    Circuit circuit;
    return session_eye(session, &eye, &error) && circuit_of(session, &eye, &circuit) ? circuit_walked(&circuit) : 0;
}
