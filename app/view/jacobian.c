#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/grid/plot.h"
#include "app/view/kit.h"
#include "engine/base/memory.h"
#include "engine/math/linalg.h"
#include "engine/probe/flow.h"

/* A decomposition a step: past this many multiplications the earliest steps are left out rather than the screen held up. */
static const double SPECTRUM_WORK = 2e9;

/* A view of fewer rows has none to spare for the name of the axis: it stands in the title. */
enum { FLAT = 12 };

static size_t first_step(size_t T, size_t H)
{
    double steps = SPECTRUM_WORK / (20.0 * (double)H * (double)H * (double)H + 1);
    return steps >= (double)T ? 0 : T - (size_t)(steps < 2 ? 2 : steps);
}

static bool build(Session *session, const Eye *eye, Error *error)
{
    size_t T = world_steps(session->world);
    const Net *net = kit_net(session);
    if (!net || !net->spec.cell->recurrent || T < 2)
        return true;
    size_t H = net_state_size(&net->spec);
    if (session->spectrum && session->spectrum_revision == session->world->revision)
        return true;
    size_t first = first_step(T, H), rows = T - first + 1;
    double *spectrum = memory_try(rows * H, sizeof *spectrum, error);
    if (!spectrum)
        return false;
    if (!flow_spectrum(net, eye->probe.subject[eye->probe.current].lens->tape, net_top(&net->spec), first, T, spectrum, error)) {
        free(spectrum);
        return false;
    }
    free(session->spectrum);
    session->spectrum = spectrum;
    session->spectrum_cols = H;
    session->spectrum_from = first;
    session->spectrum_revision = session->world->revision;
    return true;
}

/** Product - the running product's curves: for step first + i, largest[i] and the bound on it. */
typedef struct Product {
    const Session *session;
    size_t T, first, count;
    double *steps, *largest, *bound, *one;
} Product;

static void product_free(Product *product)
{
    free(product->steps);
    free(product->largest);
    free(product->bound);
    free(product->one);
}

static Product product_read(const Session *session, const Eye *eye)
{
    size_t T = world_steps(session->world), first = session->spectrum_from, count = T - first + 1;
    Product product = {.session = session, .T = T, .first = first, .count = count};
    product.steps = memory_new(count, sizeof(double));
    product.largest = memory_new(count, sizeof(double));
    product.bound = memory_new(count, sizeof(double));
    product.one = memory_new(count, sizeof(double));
    double sigma = kit_number(eye, "sigma(Wh)");
    for (size_t i = 0; i < count; i++) {
        product.steps[i] = (double)(first + i);
        product.largest[i] = session->spectrum[(count - 1 - i) * session->spectrum_cols];
        product.bound[i] = (double)(T - first - i) * log10(sigma);
    }
    return product;
}

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
    snprintf(buffer, size, "flow(%zu,%zu)", product->first + index, product->T);
}

static void name_bound(size_t index, char *buffer, size_t size, const void *context)
{
    const Product *product = context;
    snprintf(buffer, size, "%zu * log10(sigma(Wh))", product->T - product->first - index);
}

static void draw_smaller(Grid *grid, const Plot *plot, const Product *product)
{
    size_t H = product->session->spectrum_cols, each = H > 6 ? H / 4 : 1;
    for (size_t k = H > 6 ? each : 1; k < H; k += each) {
        for (size_t i = 0; i < product->count; i++)
            product->one[i] = product->session->spectrum[(product->count - 1 - i) * H + k];
        plot_curve(grid, plot, product->steps, product->one, product->count, 5, NULL, NULL);
    }
}

static void draw_product(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    Product product = product_read(session, eye);
    Plot plot = {.area = area,
                 .x_low = (double)product.first,
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
    if (kit_step(session) >= product.first) {
        double here = product.largest[kit_step(session) - product.first];
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

/** turned - Wh as the books write it has the same eigenvalues as the way it is stored. */
static bool eigenvalues(const Net *net, double **re, double **im)
{
    const Part *part = layout_find(&net->layout, "Wh");
    size_t H = net->spec.hidden;
    if (!part)
        return false;
    Error error = {0};
    real *both = memory_new(2 * H, sizeof *both);
    bool good = linalg_eigenvalues(H, net->weights + part->offset, both, both + H, &error);
    *re = memory_new(H, sizeof **re);
    *im = memory_new(H, sizeof **im);
    for (size_t i = 0; good && i < H; i++) {
        (*re)[i] = both[i];
        (*im)[i] = both[H + i];
    }
    free(both);
    return good;
}

static void draw_plane(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    double *re = NULL, *im = NULL, rho = kit_number(eye, "rho(Wh)");
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
    if (eigenvalues(kit_net(session), &re, &im))
        for (size_t i = 0; i < world_units(session->world); i++)
            grid_put(grid, plot_column(&plot, re[i]), plot_row(&plot, im[i]), grid->ascii ? 'x' : 0xD7,
                     style_level(ROLE_SERIES, 0));
    free(re);
    free(im);
}

/* ---- the view ---------------------------------------------------------------------------------------------------- */

/** draw_flow - log10 ‖∂h_T/∂h_a‖, which the spectrum already holds. */
static void draw_flow(const Session *session, Line *line, const char *label, size_t a, size_t T)
{
    char name[48];
    snprintf(name, sizeof name, "flow(%zu,%zu)", a, T);
    if (a >= session->spectrum_from)
        line_value(line, label, name, session->spectrum[(T - a) * session->spectrum_cols]);
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
    line_number(&line, "   σmax(Wₕ) ", "sigma(Wh)");
    line_number(&line, "   ρ(Wₕ) ", "rho(Wh)");
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
    if (!session->spectrum || session->spectrum_revision != session->world->revision) {
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
        draw_product(session, eye, grid, curves);
    if (beside)
        draw_plane(session, eye, grid, (Rect){rest.x + rest.width - plane, rest.y, plane, plane_height});
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
