#include "app/view/scene.h"

#include <stdio.h>
#include <string.h>

/* In reverse what made the state of step t lies behind it, and its gradient comes from before it. */
Weather scene_weather(const Scene *scene, size_t t)
{
    bool reached = scene->reverse ? t >= scene->t : t <= scene->t;
    if (scene->backward)
        return !reached || t == scene->t ? BACKWARD : FORWARD;
    return reached ? FORWARD : TO_COME;
}

double scene_number(const Scene *scene, const char *form, size_t t, char name[96])
{
    char full[96], *out = name ? name : full;
    const char *at = strchr(form, '@');
    snprintf(out, 96, "%.*s%s[%zu]%s", (int)(at - form), form, scene->suffix, t, at + 1);
    return kit_number(scene->eye, "%s", out);
}

int scene_x(const Scene *scene, size_t t)
{
    return scene->left + scene->gap + (int)(t - scene->steps.first) * scene->stride;
}

uint32_t scene_pick(const Scene *scene, uint32_t glyph, char plain)
{
    return scene->grid->ascii ? (uint32_t)plain : glyph;
}

size_t scene_last(const Scene *scene)
{
    return scene->steps.first + scene->steps.count - 1;
}

/** take - a row from the room that is left; −1 when there is none. */
static int take(int *spare)
{
    return *spare > 0 ? (*spare)-- : -1;
}

static int row_or_none(int *y, int wanted)
{
    return wanted < 0 ? -1 : (*y)++;
}

/** fold - units in rows and columns: as few rows as give all units in `most` rows, but no wider than a third of the area. */
static void fold(Scene *scene, int most)
{
    int H = (int)scene->H, widest = scene->area.width / 3 > 4 ? scene->area.width / 3 : 4;
    int rows = most < 1 ? 1 : most > H ? H : most;
    scene->across = (H + rows - 1) / rows > widest ? widest : (H + rows - 1) / rows;
    int needed = (H + scene->across - 1) / scene->across;
    scene->rows = needed < rows ? needed : rows;
    scene->tall = most / scene->rows > 3 ? 3 : most / scene->rows < 1 ? 1 : most / scene->rows;
}

/** place_rows - what is dear first: the cell, its input, its output, W; then the arrows; then taller cells. */
static void place_rows(Scene *scene, bool strip)
{
    int spare = scene->area.height - 7 - strip, least = (int)(scene->H + 5) / 6, rows = 1;
    for (; spare > 0 && rows < least; rows++)
        spare--;
    int second = take(&spare), up = take(&spare), in = take(&spare), loss = take(&spare),
        bracket = strip ? take(&spare) : -1;
    int gap = spare > 12 ? take(&spare) : -1;
    fold(scene, rows + (spare > 0 ? spare : 0));
    int left_over = rows + (spare > 0 ? spare : 0) - scene->rows * scene->tall;
    int y = scene->area.y + (left_over > 0 ? left_over / 2 : 0);
    scene->y_strip = strip ? y++ : -1;
    scene->y_bracket = row_or_none(&y, bracket);
    y += gap >= 0;
    scene->y_loss = row_or_none(&y, loss);
    scene->y_norm = scene->backward || second >= 0 ? y++ : -1;
    scene->y_out = !scene->backward || second >= 0 ? y++ : -1;
    scene->y_up = row_or_none(&y, up);
    scene->y_top = y;
    scene->y_bottom = y + scene->rows * scene->tall + 1;
    y = scene->y_bottom + 1;
    scene->y_in = row_or_none(&y, in);
    scene->y_x = y++;
    scene->y_bus = y++;
    scene->y_numbers = scene->area.y + scene->area.height - 1;
}

static int steps_that_fit(const Scene *scene)
{
    int room = scene->area.width - 3 - scene->gap;
    return room > scene->inner + 2 ? (room + scene->gap) / (scene->inner + 2 + scene->gap) : 0;
}

/** stretch - wider cells and longer arrows where all steps fit anyway. */
static void stretch(Scene *scene)
{
    int T = (int)scene->T, each = T > 0 ? (scene->area.width - 3) / T : 0;
    while (steps_that_fit(scene) >= T && scene->inner < 12 && scene->inner + scene->across + 2 + scene->gap <= each) {
        scene->cell++;
        scene->inner = scene->across * scene->cell;
    }
    while (scene->gap < 7 && scene->inner + 2 + scene->gap + 1 <= each)
        scene->gap++;
}

/** size_cells - boxes at least `least` columns wide inside, arrows of `gap` columns. */
static void size_cells(Scene *scene, int least, int gap)
{
    scene->cell = scene->across < least ? least / scene->across : 1;
    scene->own = 0;
    scene->inner = scene->across * scene->cell < least ? least : scene->across * scene->cell;
    scene->gap = gap;
}

/** make_room_for_c - beside h, where the units stand below each other and the boxes are wide. */
static void make_room_for_c(Scene *scene)
{
    if (!scene->c.data || scene->across > 1 || scene->cell < 7)
        return;
    scene->own = 3;
    scene->cell += scene->own;
    scene->inner += scene->own;
}

static void place_columns(Scene *scene)
{
    size_cells(scene, 4, 2); // close together, when all steps come into sight by that alone
    bool close = steps_that_fit(scene) >= (int)scene->T;
    size_cells(scene, 7, scene->area.width >= 100 ? 4 : 3);
    if (close && steps_that_fit(scene) < (int)scene->T)
        size_cells(scene, 4, 2);
    make_room_for_c(scene);
    stretch(scene);
    scene->stride = scene->inner + 2 + scene->gap;
    scene->left = scene->area.x + 3;
    scene->steps = kit_window(scene->T, (size_t)steps_that_fit(scene), scene->t);
    scene->units = kit_window(scene->H, (size_t)(scene->rows * scene->across), scene->unit);
}

void scene_place(Scene *scene)
{
    place_rows(scene, false);
    place_columns(scene);
    if (scene->steps.count == scene->T)
        return;
    place_rows(scene, true);
    place_columns(scene);
}
