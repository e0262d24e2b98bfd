"""Stands where systemd does: takes unix datagrams and prints each as a line of JSON, with the process that sent it."""

import json
import socket
import struct
import sys

path = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
receiver.bind("\0" + path[1:] if path.startswith("@") else path)
print(json.dumps({"listening": path}), flush=True)
while True:
    text, control, _, _ = receiver.recvmsg(4096, socket.CMSG_SPACE(12))
    pid = next(struct.unpack("3i", data)[0] for _, kind, data in control if kind == socket.SCM_CREDENTIALS)
    print(json.dumps({"pid": pid, "state": text.decode()}), flush=True)
