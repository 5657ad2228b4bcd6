#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/grid/plot.h"
#include "app/view/kit.h"
#include "engine/base/memory.h"
#include "engine/math/linalg.h"
#include "engine/probe/flow.h"

/* Past this many multiplications the earliest steps are left out rather than the screen held up; past the second, one frame
 * shows the values of every n-th step and the next, while nobody types, of all. */
static const double SPECTRUM_WORK = 2e9, FRAME_WORK = 4e7;

/* A view of fewer rows has none to spare for the name of the axis: it stands in the title. */
enum { FLAT = 12 };

/* ---- what is dear ------------------------------------------------------------------------------------------------ */

/** work_of - multiplications for the values of one step, about. */
static double work_of(size_t H)
{
    const double n = (double)H;
    return n * n * (3 * n + 250);
}

static size_t first_step(size_t T, size_t H)
{
    double steps = SPECTRUM_WORK / (5 * work_of(H));
    return steps >= (double)T ? 0 : T - (size_t)(steps < 2 ? 2 : steps);
}

/** every_step - of how many steps one has its values in a hurry. */
static size_t every_step(size_t steps, size_t H)
{
    const double frames = (double)steps * work_of(H) / FRAME_WORK;
    return frames < 1 ? 1 : (size_t)frames + 1;
}

/** pick_values - the largest, and some that show how far the others lie behind. */
static void pick_values(size_t H, Spectrum *spectrum)
{
    const size_t each = H > 6 ? H / 4 : 1;
    for (size_t k = 0; k < H && spectrum->values < SPECTRUM_VALUES; k += each)
        spectrum->which[spectrum->values++] = k;
}

/** read_recurrent - the numbers of Wh that the view shows; room (2·units) is kept. */
static void read_recurrent(const Net *net, const Eye *eye, Spectrum *spectrum, double *room)
{
    const Part *part = layout_find(&net->layout, "Wh");
    const size_t H = net->spec.hidden;
    Error error = {0};
    spectrum->sigma = kit_number(eye, "sigma(Wh)");
    spectrum->rho = kit_number(eye, "rho(Wh)");
    if (!part || isnan(spectrum->rho))
        return;
    real *both = memory_new(2 * H, sizeof *both);
    // Wh as the books write it has the same eigenvalues as the way it is stored.
    if (linalg_eigenvalues(H, net->weights + part->offset, both, both + H, &error)) {
        for (size_t i = 0; i < 2 * H; i++)
            room[i] = (double)both[i];
        spectrum->re = room;
        spectrum->im = room + H;
    }
    free(both);
}

/** make - the spectrum with the values of every n-th step from T back. */
static bool make(Session *session, const Eye *eye, size_t every, Error *error)
{
    const Net *net = kit_net(session);
    const size_t T = world_steps(session->world), H = net_state_size(&net->spec);
    Spectrum made = {.from = first_step(T, H), .every = every, .revision = session->world->revision};
    pick_values(H, &made);
    const FlowWish wish = {made.from, T, every, made.which, made.values};
    made.rows = flow_rows(&wish);
    made.log = memory_try(made.rows * made.values + 2 * net->spec.hidden, sizeof *made.log, error);
    const Tape *tape = eye->probe.subject[eye->probe.current].lens->tape;
    if (!made.log || !flow_values(net, tape, net_top(&net->spec), &wish, made.log, error)) {
        free(made.log);
        return false;
    }
    read_recurrent(net, eye, &made, made.log + made.rows * made.values);
    free(session->spectrum.log);
    session->spectrum = made;
    return true;
}

static bool fresh(const Session *session)
{
    return session->spectrum.log && session->spectrum.revision == session->world->revision;
}

static bool build(Session *session, const Eye *eye, Error *error)
{
    const size_t T = world_steps(session->world);
    const Net *net = kit_net(session);
    if (!net || !net->spec.cell->recurrent || T < 2)
        return true;
    const bool coarse = fresh(session) && session->spectrum.every > 1;
    if (fresh(session) && !coarse)
        return true;
    const size_t H = net_state_size(&net->spec);
    const size_t every = session->hurried && !coarse ? every_step(T - first_step(T, H), H) : 1;
    if (!make(session, eye, every, error))
        return false;
    session->unfinished = session->unfinished || every > 1;
    return true;
}

/** largest_at - log10 ‖∂h_T/∂h_a‖; false where that step has none yet. */
static bool largest_at(const Session *session, size_t a, double *log)
{
    const Spectrum *spectrum = &session->spectrum;
    const size_t back = world_steps(session->world) - a;
    if (a < spectrum->from || back % spectrum->every)
        return false;
    *log = spectrum->log[back / spectrum->every * spectrum->values];
    return true;
}

/** Product - the running product's curves by increasing step: steps[i], largest[i] and the bound on it. */
typedef struct Product {
    const Spectrum *spectrum;
    size_t T, count;
    double *steps, *largest, *bound, *one;
} Product;

static void product_free(Product *product)
{
    free(product->steps);
    free(product->largest);
    free(product->bound);
    free(product->one);
}

static Product product_read(const Session *session)
{
    const Spectrum *spectrum = &session->spectrum;
    const size_t T = world_steps(session->world), count = spectrum->rows;
    Product product = {.spectrum = spectrum, .T = T, .count = count};
    product.steps = memory_new(count, sizeof(double));
    product.largest = memory_new(count, sizeof(double));
    product.bound = memory_new(count, sizeof(double));
    product.one = memory_new(count, sizeof(double));
    for (size_t i = 0; i < count; i++) {
        const size_t back = (count - 1 - i) * spectrum->every;
        product.steps[i] = (double)(T - back);
        product.largest[i] = spectrum->log[(count - 1 - i) * spectrum->values];
        product.bound[i] = (double)back * log10(spectrum->sigma);
    }
    return product;
}

/* Digits that a singular value has in common with the largest before it is rounding alone. */
static const double KNOWN = 14.5;

static void range(const Product *product, double *low, double *high)
{
    static const double down[] = {-3, -6, -12, -18, -24, -36, -48, -72, -96, -144, -192, -264, -330};
    double least = 0, most = 0;
    for (size_t i = 0; i < product->count; i++) {
        if (isfinite(product->largest[i]))
            least = fmin(least, product->largest[i]);
        if (isfinite(product->largest[i]))
            most = fmax(most, product->largest[i]);
        if (isfinite(product->bound[i]))
            most = fmax(most, fmin(product->bound[i], 400));
    }
    size_t rung = 0;
    while (rung + 1 < sizeof down / sizeof *down && down[rung] > least)
        rung++;
    *low = down[rung];
    *high = most < 1 ? 1 : most * 1.05;
}

static void name_largest(size_t index, char *buffer, size_t size, const void *context)
{
    const Product *product = context;
    snprintf(buffer, size, "flow(%.0f,%zu)", product->steps[index], product->T);
}

static void name_bound(size_t index, char *buffer, size_t size, const void *context)
{
    const Product *product = context;
    snprintf(buffer, size, "%.0f * log10(sigma(Wh))", (double)product->T - product->steps[index]);
}

/** draw_smaller - what is lost in the rounding of the largest is not drawn: it would run beside it and say nothing. */
static void draw_smaller(Grid *grid, const Plot *plot, const Product *product)
{
    const Spectrum *spectrum = product->spectrum;
    for (size_t k = 1; k < spectrum->values; k++) {
        for (size_t i = 0; i < product->count; i++) {
            const double value = spectrum->log[(product->count - 1 - i) * spectrum->values + k];
            product->one[i] = value > product->largest[i] - KNOWN ? value : (double)NAN;
        }
        plot_curve(grid, plot, product->steps, product->one, product->count, 5, NULL, NULL);
    }
}

static void draw_product(const Session *session, Grid *grid, Rect area)
{
    Product product = product_read(session);
    Plot plot = {.area = area,
                 .x_low = (double)session->spectrum.from,
                 .x_high = (double)product.T,
                 .x_name = "t",
                 .y_name = area.height < FLAT - 2 ? ""
                           : area.width >= 44     ? "log₁₀ of the singular values of ∂h_T/∂hₜ"
                                                  : "log₁₀ σ(∂h_T/∂hₜ)"};
    range(&product, &plot.y_low, &plot.y_high);
    plot_axes(grid, &plot);
    plot_cursor(grid, &plot, (double)kit_step(session));
    draw_smaller(grid, &plot, &product);
    plot_curve(grid, &plot, product.steps, product.bound, product.count, 1, name_bound, &product);
    plot_curve(grid, &plot, product.steps, product.largest, product.count, 0, name_largest, &product);
    double here;
    if (largest_at(session, kit_step(session), &here)) {
        grid->cursor_x = plot_column(&plot, (double)kit_step(session));
        grid->cursor_y = isfinite(here) ? plot_row(&plot, here) : plot.inner.y + plot.inner.height - 1;
    }
    product_free(&product);
}

/* ---- the eigenvalues of Wh in the complex plane ------------------------------------------------------------------ */

static void draw_circle(Grid *grid, const Plot *plot)
{
    enum { POINTS = 181 };
    double xs[POINTS], ys[POINTS];
    for (int i = 0; i < POINTS; i++) {
        xs[i] = cos(2 * acos(-1) * i / (POINTS - 1));
        ys[i] = sin(2 * acos(-1) * i / (POINTS - 1));
    }
    plot_curve(grid, plot, xs, ys, POINTS, 5, NULL, NULL);
}

static void draw_plane(const Session *session, Grid *grid, Rect area)
{
    const Spectrum *spectrum = &session->spectrum;
    const double rho = spectrum->rho;
    double reach = fmax(1.25, isfinite(rho) ? rho * 1.1 : 0);
    Plot plot = {.area = area,
                 .x_low = -reach,
                 .x_high = reach,
                 .y_low = -reach,
                 .y_high = reach,
                 .x_name = "Re",
                 .y_name = "eigenvalues of Wₕ, |λ|=1"};
    plot_axes(grid, &plot);
    draw_circle(grid, &plot);
    for (size_t i = 0; spectrum->re && i < world_units(session->world); i++)
        grid_put(grid, plot_column(&plot, spectrum->re[i]), plot_row(&plot, spectrum->im[i]), grid->ascii ? 'x' : 0xD7,
                 style_level(ROLE_SERIES, 0));
}

/* ---- the view ---------------------------------------------------------------------------------------------------- */

/** draw_flow - log10 ‖∂h_T/∂h_a‖, which the spectrum already holds. */
static void draw_flow(const Session *session, Line *line, const char *label, size_t a, size_t T)
{
    char name[48];
    double log;
    snprintf(name, sizeof name, "flow(%zu,%zu)", a, T);
    if (largest_at(session, a, &log))
        line_value(line, label, name, log);
}

static void draw_numbers(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    size_t t = kit_step(session), T = world_steps(session->world);
    Line line = line_begin(grid, eye, area, area.y + area.height - 1);
    char sub[64], label[128];
    kit_sub(t, sub);
    snprintf(label, sizeof label, "log₁₀‖∂h_T/∂h%s‖ = ", sub);
    draw_flow(session, &line, label, t, T);
    draw_flow(session, &line, "   from h₀ ", 0, T);
    line_value(&line, "   σmax(Wₕ) ", "sigma(Wh)", session->spectrum.sigma);
    line_value(&line, "   ρ(Wₕ) ", "rho(Wh)", session->spectrum.rho);
}

static void draw_legend(Grid *grid, Rect area, int from)
{
    static const CurveKey KEYS[] = {{0, "largest"}, {1, "bound (T−t)·log₁₀σ"}, {5, "others"}};
    kit_keys(grid, area, area.x + from, KEYS, sizeof KEYS / sizeof *KEYS);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Net *net = kit_net(session);
    bool flat = area.height < FLAT;
    Rect rest = kit_title(grid, area, "jacobian", flat ? "log₁₀ σ(∂h_T/∂hₜ)" : "∏ ∂hₖ/∂hₖ₋₁");
    if (!net || !net->spec.cell->recurrent) {
        kit_message(grid, rest, style(ROLE_TEXT),
                    "This model has no hidden state that goes on: ∂hₜ/∂hₜ₋₁ is 0. `model rnn` has one.");
        return;
    }
    if (world_steps(session->world) < 2) {
        kit_message(grid, rest, style(ROLE_TEXT), "A product of Jacobians needs a sample of two steps or more.");
        return;
    }
    if (!fresh(session)) {
        kit_message(
            grid, rest, style(ROLE_TEXT),
            "The product of the Jacobians is no longer finite: something grew past the largest number there is. "
            "`undo` takes the last change back.");
        return;
    }
    draw_legend(grid, area, flat ? 29 : 25);
    int widest = rest.width * 2 / 5, plane_height = rest.height - 1;
    if (plane_height > (widest - 4) / 2)
        plane_height = (widest - 4) / 2;
    int plane = 2 * plane_height + 4;
    bool beside = plane_height >= 10 && rest.width - plane >= 40;
    Rect curves = {rest.x, rest.y, beside ? rest.width - plane - 1 : rest.width, rest.height - 1};
    if (curves.height >= 3 && curves.width >= 8)
        draw_product(session, grid, curves);
    if (beside)
        draw_plane(session, grid, (Rect){rest.x + rest.width - plane, rest.y, plane, plane_height});
    draw_numbers(session, eye, grid, rest);
}

const View JACOBIAN_VIEW = {
    .name = "jacobian",
    .title = "jacobian",
    .shows =
        "The singular values of ∂h_T/∂hₜ, the product of all the steps' Jacobians from T back to t, as powers of ten.",
    .look_for = "The largest never passes its bound (T−t)·log₁₀σmax(Wₕ). Where it falls, nothing the loss says can "
                "reach that step.",
    .needs_model = true,
    .build = build,
    .draw = draw,
};
