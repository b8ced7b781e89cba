/*
 * A slow, distant, lossy link between two network name spaces of its own, with the system's real TCP at both ends:
 * `link <Mbit/s> <round trip ms> <loss %> <queue, packets> <seed>`.
 *
 * Prints where the name spaces are, for nsenter(1), and carries packets until its standard input ends; with it go the
 * name spaces. The service is at 10.77.0.1, its clients at 10.77.0.2. Each way has the rate, half of the round trip, the
 * loss, and a queue that drops what does not fit.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PACKET_BYTES 2048
#define FLYING 16384

struct flight {
  double arrives;
  int bytes;
  unsigned char data[PACKET_BYTES];
};
struct way {
  int from, to;
  unsigned head, tail;
  /* When the sender's side has sent all that it took. */
  double busy;
  struct flight *flights;
};

static uint64_t chance_state;
static double chance(void) {
  chance_state ^= chance_state << 13;
  chance_state ^= chance_state >> 7;
  chance_state ^= chance_state << 17;
  return (double)(chance_state >> 11) / 9007199254740992.0;
}
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
static void need(int ok, const char *what) {
  if (ok) return;
  fprintf(stderr, "link: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void put(const char *file, const char *text) {
  int fd = open(file, O_WRONLY);
  if (fd < 0) return;
  if (write(fd, text, strlen(text)) < 0) fprintf(stderr, "link: %s stays as it is\n", file);
  close(fd);
}

static void address(int control, const char *name, unsigned long request, const char *value) {
  struct ifreq change = {0};
  strncpy(change.ifr_name, name, IFNAMSIZ - 1);
  struct sockaddr_in *in = (struct sockaddr_in *)&change.ifr_addr;
  in->sin_family = AF_INET;
  inet_pton(AF_INET, value, &in->sin_addr);
  need(ioctl(control, request, &change) == 0, value);
}
static void up(int control, const char *name) {
  struct ifreq change = {0};
  strncpy(change.ifr_name, name, IFNAMSIZ - 1);
  need(ioctl(control, SIOCGIFFLAGS, &change) == 0, name);
  change.ifr_flags |= IFF_UP | IFF_RUNNING;
  need(ioctl(control, SIOCSIFFLAGS, &change) == 0, name);
}

/* Enters a new name space with one end of the link in it. */
static int end_of_link(const char *own, const char *other, int *space) {
  need(unshare(CLONE_NEWNET) == 0, "a network name space");
  *space = open("/proc/self/ns/net", O_RDONLY);
  need(*space >= 0, "/proc/self/ns/net");
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  need(fd >= 0, "/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, "link", IFNAMSIZ - 1);
  need(ioctl(fd, TUNSETIFF, &request) == 0, "TUNSETIFF");
  int control = socket(AF_INET, SOCK_DGRAM, 0);
  need(control >= 0, "a socket");
  address(control, "link", SIOCSIFADDR, own);
  address(control, "link", SIOCSIFDSTADDR, other);
  struct ifreq length = {.ifr_qlen = 4096};
  strncpy(length.ifr_name, "link", IFNAMSIZ - 1);
  need(ioctl(control, SIOCSIFTXQLEN, &length) == 0, "the queue");
  up(control, "link");
  up(control, "lo");
  close(control);
  /* What one download learned of the path must not help or hinder the next. */
  put("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
  return fd;
}

/* Delivers what has arrived; gives the time of the next arrival, or `least`. */
static double deliver(struct way *way, double time, double least) {
  while (way->head != way->tail) {
    struct flight *first = &way->flights[way->head % FLYING];
    if (first->arrives > time) return first->arrives < least ? first->arrives : least;
    if (write(way->to, first->data, (size_t)first->bytes) < 0 && errno != EAGAIN)
      fprintf(stderr, "link: a packet was refused: %s\n", strerror(errno));
    way->head++;
  }
  return least;
}

static void take(struct way *way, double rate, double delay, double loss, double queue_bytes) {
  for (;;) {
    struct flight *next = &way->flights[way->tail % FLYING];
    next->bytes = (int)read(way->from, next->data, PACKET_BYTES);
    if (next->bytes <= 0) return;
    double time = now();
    if (way->busy < time) way->busy = time;
    if ((way->busy - time) * rate > queue_bytes || way->tail - way->head >= FLYING - 1) continue;
    way->busy += next->bytes / rate;
    if (chance() < loss) continue;
    next->arrives = way->busy + delay;
    way->tail++;
  }
}

int main(int count, char **given) {
  if (count != 6) {
    fprintf(stderr, "usage: link <Mbit/s> <round trip ms> <loss %%> <queue, packets> <seed>\n");
    return 2;
  }
  double rate = atof(given[1]) * 1e6 / 8, delay = atof(given[2]) / 2000, loss = atof(given[3]) / 100;
  double queue_bytes = atof(given[4]) * 1500;
  chance_state = 88172645463325252ULL ^ ((uint64_t)atoll(given[5]) * 2654435761ULL);
  int service_space, client_space;
  int service = end_of_link("10.77.0.1", "10.77.0.2", &service_space);
  int client = end_of_link("10.77.0.2", "10.77.0.1", &client_space);
  struct way ways[2] = {{.from = service, .to = client}, {.from = client, .to = service}};
  for (int i = 0; i < 2; i++) need((ways[i].flights = calloc(FLYING, sizeof(struct flight))) != NULL, "memory");
  printf("{\"service\":\"/proc/%d/fd/%d\",\"client\":\"/proc/%d/fd/%d\"}\n", getpid(), service_space, getpid(),
         client_space);
  fflush(stdout);
  for (;;) {
    double time = now(), next = time + 1;
    for (int i = 0; i < 2; i++) next = deliver(&ways[i], time, next);
    double wait = next - now();
    if (wait < 0) wait = 0;
    struct timespec pause = {(time_t)wait, (long)((wait - (double)(time_t)wait) * 1e9)};
    struct pollfd watched[3] = {{service, POLLIN, 0}, {client, POLLIN, 0}, {0, POLLIN, 0}};
    if (ppoll(watched, 3, &pause, NULL) < 0 && errno != EINTR) need(0, "ppoll");
    char end;
    if ((watched[2].revents & (POLLIN | POLLHUP)) != 0 && read(0, &end, 1) <= 0) return 0;
    for (int i = 0; i < 2; i++) take(&ways[i], rate, delay, loss, queue_bytes);
  }
}
