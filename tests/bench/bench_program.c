/* What a learner waits for: the first frame after start, in a pseudo terminal, and what an explorer that is only looked at costs.
 * By hand: build/tests/bench/bench_program build/backpass. Medians over some starts; not a test. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/stopwatch.h"

enum { STARTS = 11 };
enum { QUIET = 150, IDLE = 2000 }; // milliseconds: so long without a byte, and the frame is complete; how long it is watched

typedef struct Run {
    int terminal;
    pid_t pid;
    clockid_t clock; // its CPU time
} Run;

static double cpu(const Run *run)
{
    struct timespec used = {0};
    clock_gettime(run->clock, &used);
    return (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
}

static int fail_with(const char *what)
{
    perror(what);
    exit(3);
}

/* The child's side: the slave becomes its controlling terminal and its three streams. */
static void become(const char *slave, int width, int height, char *const *words)
{
    setsid();
    const int terminal = open(slave, O_RDWR);
    const struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
    if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0) < 0 || ioctl(terminal, TIOCSWINSZ, &size) < 0)
        _exit(126);
    for (int stream = 0; stream < 3; stream++)
        dup2(terminal, stream);
    execv(words[0], words);
    _exit(127);
}

static Run start(char *const *words, int width, int height)
{
    Run run = {.terminal = posix_openpt(O_RDWR | O_NOCTTY)};
    if (run.terminal < 0 || grantpt(run.terminal) < 0 || unlockpt(run.terminal) < 0)
        fail_with("no terminal");
    const char *slave = ptsname(run.terminal);
    run.pid = fork();
    if (run.pid == 0)
        become(slave, width, height, words);
    if (run.pid < 0 || clock_getcpuclockid(run.pid, &run.clock) != 0)
        fail_with(words[0]);
    return run;
}

/* Bytes that arrive until nothing has come for `quiet` milliseconds; when the last came (written). */
static size_t receive(const Run *run, int quiet, double *last)
{
    size_t bytes = 0;
    char room[65536];
    struct pollfd waiting = {.fd = run->terminal, .events = POLLIN};
    while (poll(&waiting, 1, bytes > 0 ? quiet : 10000) > 0) {
        const ssize_t count = read(run->terminal, room, sizeof room);
        if (count <= 0)
            break;
        bytes += (size_t)count;
        *last = stopwatch_now(true);
    }
    return bytes;
}

static double resident_megabytes(pid_t pid)
{
    char path[64];
    unsigned long pages = 0;
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%*u %lu", &pages) != 1)
        pages = 0;
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static void stop(const Run *run)
{
    kill(run->pid, SIGKILL);
    waitpid(run->pid, NULL, 0);
    close(run->terminal);
}

/* CPU and bytes of a while in which nobody does anything. */
static void watch_idle(const Run *run)
{
    char room[4096];
    size_t bytes = 0;
    const double begin = cpu(run), end = stopwatch_now(true) + IDLE / 1e3;
    struct pollfd waiting = {.fd = run->terminal, .events = POLLIN};
    for (double left; (left = end - stopwatch_now(true)) > 0;)
        if (poll(&waiting, 1, (int)(left * 1e3) + 1) > 0) {
            const ssize_t count = read(run->terminal, room, sizeof room);
            bytes += count > 0 ? (size_t)count : 0;
        }
    printf(" %9.2f %6zu %9.1f\n", cpu(run) - begin, bytes, resident_megabytes(run->pid));
}

static void bench(const char *title, char *const *words, int width, int height)
{
    double wall[STARTS], used[STARTS]; // in order once their middle was asked for
    Run run = {0};
    for (size_t i = 0; i < STARTS; i++) {
        const double begin = stopwatch_now(true);
        double last = begin;
        run = start(words, width, height);
        if (receive(&run, QUIET, &last) == 0)
            fail_with("nothing was drawn");
        wall[i] = (last - begin) * 1e3;
        used[i] = cpu(&run);
        if (i + 1 < STARTS)
            stop(&run);
    }
    const double middle = stopwatch_middle(wall, STARTS);
    printf("%-10s %4dx%-3d %8.1f %8.1f %8.1f", title, width, height, middle, wall[0], stopwatch_middle(used, STARTS));
    watch_idle(&run);
    stop(&run);
}

/* Nothing of the user's: settings, progress and journals go to a folder of our own, which is removed. */
static void prepare(char *folder)
{
    static const char *const NAMES[] = {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"};
    if (mkdtemp(folder) == NULL)
        fail_with(folder);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        setenv(NAMES[i], folder, 1);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
}

int main(int count, char *words[])
{
    char folder[] = "/tmp/backpass-bench-XXXXXX", command[64];
    char *program = count > 1 ? words[1] : "./backpass";
    if (access(program, X_OK) != 0)
        fail_with(program);
    prepare(folder);
    printf("first frame, %d starts: milliseconds of wall time (median, least) and CPU time (median); then idle for %d "
           "ms: CPU "
           "milliseconds,\nbytes sent; resident MB\n",
           STARTS, IDLE);
    printf("%-10s %8s %8s %8s %8s %9s %6s %9s\n", "", "size", "wall", "least", "cpu", "idle cpu", "bytes", "resident");
    bench("menu", (char *[]){program, NULL}, 80, 24);
    bench("explore", (char *[]){program, "explore", NULL}, 120, 40);
    bench("lesson 06", (char *[]){program, "06", NULL}, 80, 24);
    bench("lesson 06", (char *[]){program, "06", NULL}, 200, 60);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 3;
}
