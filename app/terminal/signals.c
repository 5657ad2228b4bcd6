#include "app/terminal/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const int WATCHED[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP};
static const int CRASHES[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};

/* A signal handler gets nothing but a number, so that this has to live in one place of its own. */
static struct {
    volatile sig_atomic_t interrupted, resized, stop, continued, ended;
    int pipe[2];
    char reset[256];
    size_t reset_length;
    struct termios before;
    struct sigaction old_watched[COUNT(WATCHED)], old_crashes[COUNT(CRASHES)];
    _Alignas(16) char stack[65536]; // a crash may be an overflow of the other one
} held;

static void on_news(int number)
{
    int error_before = errno;
    switch (number) {
    case SIGINT: held.interrupted = 1; break;
    case SIGWINCH: held.resized = 1; break;
    case SIGTSTP: held.stop = 1; break;
    case SIGCONT: held.continued = 1; break;
    default: held.ended = number; break;
    }
    ssize_t written = write(held.pipe[1], "!", 1); // a full pipe wakes as well as one byte more
    (void)written;
    errno = error_before;
}

/* Only what is allowed in a handler: write, tcsetattr, raise. SA_RESETHAND has put the default back. */
static void on_crash(int number)
{
    static const char FAULT[] = "backpass failed; your session is kept; open it with: backpass resume\n";
    static const char QUIT[] = "backpass quit; your session is kept; open it with: backpass resume\n";
    ssize_t written = write(STDOUT_FILENO, held.reset, held.reset_length);
    tcsetattr(STDIN_FILENO, TCSANOW, &held.before);
    if (number == SIGQUIT)
        written = write(STDERR_FILENO, QUIT, sizeof QUIT - 1);
    else
        written = write(STDERR_FILENO, FAULT, sizeof FAULT - 1);
    (void)written;
    raise(number);
}

static void install(const int *numbers, size_t count, struct sigaction *old, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(numbers[i], &action, &old[i]);
}

bool signals_open(const char *reset, const struct termios *before, Error *error)
{
    memset(&held, 0, sizeof held);
    if (pipe(held.pipe) != 0)
        return fail(error, ERR_PROGRAM, "no pipe for signals: %s", strerror(errno));
    for (int i = 0; i < 2; i++) {
        fcntl(held.pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(held.pipe[i], F_SETFL, O_NONBLOCK);
    }
    held.before = *before;
    held.reset_length = strlen(reset) < sizeof held.reset ? strlen(reset) : sizeof held.reset;
    memcpy(held.reset, reset, held.reset_length);
    stack_t stack = {.ss_sp = held.stack, .ss_size = sizeof held.stack};
    sigaltstack(&stack, NULL);
    install(WATCHED, COUNT(WATCHED), held.old_watched, on_news, 0);
    install(CRASHES, COUNT(CRASHES), held.old_crashes, on_crash, (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK));
    return true;
}

void signals_close(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    for (size_t i = 0; i < COUNT(WATCHED); i++)
        sigaction(WATCHED[i], &held.old_watched[i], NULL);
    for (size_t i = 0; i < COUNT(CRASHES); i++)
        sigaction(CRASHES[i], &held.old_crashes[i], NULL);
    sigaltstack(&none, NULL);
    close(held.pipe[0]);
    close(held.pipe[1]);
}

InputState signals_wait(int file, int milliseconds)
{
    struct pollfd waiting[2] = {{.fd = file, .events = POLLIN}, {.fd = held.pipe[0], .events = POLLIN}};
    if (poll(waiting, 2, milliseconds) < 0)
        return errno == EINTR ? INPUT_NONE : INPUT_GONE;
    if (waiting[0].revents & (POLLHUP | POLLERR | POLLNVAL))
        return INPUT_GONE;
    return waiting[0].revents & POLLIN ? INPUT_READY : INPUT_NONE;
}

long long signals_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* The flag is lowered before it is acted upon: what comes in between is news of the next look. */
static bool take(volatile sig_atomic_t *flag)
{
    bool raised = *flag != 0;
    *flag = 0;
    return raised;
}

SignalNews signals_take(void)
{
    char bytes[64];
    while (read(held.pipe[0], bytes, sizeof bytes) > 0) {
    }
    SignalNews news = {.ended = (int)held.ended};
    news.interrupted = take(&held.interrupted);
    news.resized = take(&held.resized);
    news.stop = take(&held.stop);
    news.continued = take(&held.continued);
    return news;
}

void signals_ignore_stop(bool ignore)
{
    struct sigaction action = {.sa_handler = ignore ? SIG_IGN : SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, NULL);
}

/* The default action, not SIGSTOP: where no shell could continue us, the system then passes over it. */
void signals_stop(void)
{
    struct sigaction ours;
    sigaction(SIGTSTP, NULL, &ours);
    signals_ignore_stop(false);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
    take(&held.continued);
}
