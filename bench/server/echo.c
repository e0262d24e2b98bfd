/* The least that a program in C could do with these system calls: `echo ADDRESS PORT` sends every packet back as a response, with
   QR set, up to 64 of them at a time. Linux only, for recvmmsg(2) and sendmmsg(2). */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BATCH 64
#define ROOM 4096
#define HEADER 12
#define QR 0x80

static unsigned char octets[BATCH][ROOM];
static struct sockaddr_storage from[BATCH];
static struct iovec parts[BATCH];
static struct mmsghdr packets[BATCH];

static int fail(const char *what) {
  perror(what);
  return 1;
}

static socklen_t read_place(const char *address, int port, struct sockaddr_storage *place) {
  struct sockaddr_in *four = (struct sockaddr_in *)place;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)place;
  if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    return sizeof *four;
  }
  if (inet_pton(AF_INET6, address, &six->sin6_addr) != 1) return 0;
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  return sizeof *six;
}

int main(int count, char **words) {
  struct sockaddr_storage place = {0};
  const int room = 4 << 20; /* so that it loses nothing where others, which ask for more than the default, lose nothing */
  socklen_t size = count == 3 ? read_place(words[1], atoi(words[2]), &place) : 0;
  if (size == 0) return fputs("Usage: echo ADDRESS PORT\n", stderr), 2;
  int socket_ = socket(place.ss_family, SOCK_DGRAM, 0);
  if (socket_ < 0) return fail("socket");
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  if (bind(socket_, (struct sockaddr *)&place, size) != 0) return fail("bind");
  for (int i = 0; i < BATCH; i++) {
    parts[i].iov_base = octets[i];
    packets[i].msg_hdr.msg_iov = &parts[i];
    packets[i].msg_hdr.msg_iovlen = 1;
    packets[i].msg_hdr.msg_name = &from[i];
  }
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      parts[i].iov_len = ROOM;
      packets[i].msg_hdr.msg_namelen = sizeof from[i];
    }
    int received = recvmmsg(socket_, packets, BATCH, MSG_WAITFORONE, NULL);
    if (received < 0) return fail("recvmmsg");
    for (int i = 0; i < received; i++) {
      parts[i].iov_len = packets[i].msg_len;
      if (packets[i].msg_len >= HEADER) octets[i][2] |= QR;
    }
    for (int sent = 0; sent < received;) {
      int now = sendmmsg(socket_, packets + sent, received - sent, 0);
      sent += now > 0 ? now : 1; /* one that cannot be sent is lost */
    }
  }
}
