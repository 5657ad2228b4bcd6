#include "engine/football/cloud.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

/** Far - the mean distance of a cloud from a place, and how fast that grows with the distance of its middle, over it. */
typedef struct Far {
    double mean, pull;
} Far;

/** far_of - Rice's mean σ√(π/2) L½(−d²/2σ²): with k = d²/4σ² it is σ√(π/2)((1 + 2k) I₀ + 2k I₁) e⁻ᵏ, Bessel functions
 *  by their integrals over the angle; far away the first terms of its series. */
static Far far_of(const Cloud *cloud, const double place[2])
{
    enum { ANGLES = 24, FAR_OFF = 12 };
    const double d = fmax(1e-9, hypot(place[0] - cloud->mean[0], place[1] - cloud->mean[1])), u = cloud->sd / d;
    if (FAR_OFF * u < 1)
        return (Far){d * (1 + u * u / 2 + u * u * u * u / 8), (1 - u * u / 2 - 3 * u * u * u * u / 8) / d};
    const double k = 1 / (4 * u * u);
    double even = 0, odd = 0;
    for (int i = 0; i < ANGLES; i++) {
        const double cosine = cos(PI * (i + 0.5) / ANGLES), weight = exp(k * (cosine - 1)) / ANGLES;
        even += weight;
        odd += weight * cosine;
    }
    const double scale = cloud->sd * sqrt(PI / 2);
    return (Far){scale * ((1 + 2 * k) * even + 2 * k * odd), scale / (2 * cloud->sd * cloud->sd) * (even + odd)};
}

double cloud_nearest(const Cloud *cloud, size_t count, double place[2])
{
    enum { STEPS = 60 };
    double mean = 0;
    place[0] = place[1] = 0;
    for (size_t i = 0; i < count; i++)
        for (int axis = 0; axis < 2; axis++)
            place[axis] += cloud[i].mean[axis] / (double)count;
    for (int step = 0; step < STEPS; step++) {
        double pulled[2] = {0, 0}, pull = 0;
        mean = 0;
        for (size_t i = 0; i < count; i++) {
            const Far far = far_of(&cloud[i], place);
            mean += far.mean / (double)count;
            pull += far.pull;
            pulled[0] += far.pull * cloud[i].mean[0];
            pulled[1] += far.pull * cloud[i].mean[1];
        }
        place[0] = pulled[0] / pull;
        place[1] = pulled[1] / pull;
    }
    return mean;
}
