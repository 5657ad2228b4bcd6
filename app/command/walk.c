#include "app/command/walk.h"

#include <string.h>

#include "app/view/circuit.h"

static bool in_cell(const Session *session)
{
    return strcmp(session->cursor.view, "cell") == 0;
}

size_t walk_wire(const Session *session, size_t wires)
{
    size_t wire = session->cursor.wire;
    return wire < 1 || wire > wires ? wires : wire;
}

/** One wire on inside the step, the way the wave goes: false at the end of the step. The wave decides where `on` leads. */
static bool wire_on(Session *session, bool on)
{
    size_t wires = circuit_wires(session), wire = walk_wire(session, wires);
    bool up = on != session->cursor.backward;
    if (!wires || wire == (up ? wires : 1))
        return false;
    session->cursor.wire = up ? wire + 1 : wire - 1;
    return true;
}

/** One on along the waves: forward to the last step, then backward to the first. False when it has arrived. */
static bool wave_on(Session *session)
{
    Cursor *cursor = &session->cursor;
    size_t last = world_steps(session->world);
    if (!cursor->backward && cursor->t < last)
        cursor->t++;
    else if (!cursor->backward)
        cursor->backward = true;
    else if (cursor->t > 1)
        cursor->t--;
    else
        return false;
    return true;
}

bool walk_on(Session *session)
{
    if (in_cell(session) && wire_on(session, true))
        return true;
    bool on = wave_on(session);
    if (on && in_cell(session))
        session->cursor.wire = session->cursor.backward ? circuit_wires(session) : 1;
    return on;
}

static bool wave_back(Session *session)
{
    Cursor *cursor = &session->cursor;
    if (cursor->backward && cursor->t < world_steps(session->world))
        cursor->t++;
    else if (cursor->backward)
        cursor->backward = false;
    else if (cursor->t > 1)
        cursor->t--;
    else
        return false;
    return true;
}

bool walk_back(Session *session)
{
    if (in_cell(session) && wire_on(session, false))
        return true;
    bool back = wave_back(session);
    if (back && in_cell(session))
        session->cursor.wire = session->cursor.backward ? 1 : circuit_wires(session);
    return back;
}

size_t walk_left(const Session *session)
{
    const Cursor *cursor = &session->cursor;
    const size_t last = world_steps(session->world), steps = cursor->backward ? cursor->t - 1 : last - cursor->t + last;
    const size_t wires = in_cell(session) ? circuit_wires(session) : 0, wire = walk_wire(session, wires);
    if (!wires)
        return steps;
    return steps * wires + (cursor->backward ? wire - 1 : wires - wire);
}

void walk_begin(Session *session)
{
    session->cursor.backward = false;
    session->cursor.t = 1;
    if (in_cell(session))
        session->cursor.wire = 1;
}

int walk_pace(const Session *session)
{
    return in_cell(session) ? 400 : 150;
}
