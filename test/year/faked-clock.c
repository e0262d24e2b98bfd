/*
 * Gives a program the time that stands in a file, in seconds since 1970, each time that it asks. Where a second number stands behind
 * it, the clock runs from there: it is what the machine's monotonic clock showed then, in nanoseconds. A wait until a time of
 * the calendar, which is reckoned by this clock, becomes one by the machine's. Loaded before all else (LD_PRELOAD). It calls
 * nothing that allocates: BIND's allocator asks for the time before anything else has begun, which is why libfaketime does not do for it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const long SECOND = 1000000000L;

static struct timespec real(clockid_t clock) {
  struct timespec now = {0, 0};
  syscall(SYS_clock_gettime, clock, &now);
  return now;
}

static struct timespec told(void) {
  struct timespec time = {0, 0};
  char text[64] = {0};
  const char *path = getenv("FAKED_CLOCK");
  if (path == NULL) return time;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return time;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return time;
  char *rest = text;
  time.tv_sec = (time_t)strtoll(text, &rest, 10);
  if (*rest != ' ') return time;
  struct timespec now = real(CLOCK_MONOTONIC);
  long long passed = (long long)now.tv_sec * SECOND + now.tv_nsec - strtoll(rest, NULL, 10);
  time.tv_sec += (time_t)(passed / SECOND);
  time.tv_nsec = (long)(passed % SECOND);
  return time;
}

int clock_gettime(clockid_t clock, struct timespec *out) {
  int result = (int)syscall(SYS_clock_gettime, clock, out);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    *out = told();
  }
  return result;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
  (void)zone;
  struct timespec now = told();
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  time_t now = told().tv_sec;
  if (out != NULL) *out = now;
  return now;
}

/* Whose deadline is more than thirty years away from the start of the machine's monotonic clock means the calendar. */
int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until) {
  if (until->tv_sec < 1000000000) return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, until);
  struct timespec now = told();
  struct timespec due = real(CLOCK_MONOTONIC);
  due.tv_sec += until->tv_sec - now.tv_sec;
  due.tv_nsec += until->tv_nsec - now.tv_nsec;
  if (due.tv_nsec < 0) {
    due.tv_nsec += SECOND;
    due.tv_sec -= 1;
  } else if (due.tv_nsec >= SECOND) {
    due.tv_nsec -= SECOND;
    due.tv_sec += 1;
  }
  if (due.tv_sec < 0) due.tv_sec = 0;
  return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &due);
}
