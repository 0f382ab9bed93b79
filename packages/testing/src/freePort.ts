import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

// Linux gives outgoing connections their ports from 32,768 on (other systems later): a free one found there may be gone
// before a slow program listens on it. Below 10,240 are the ports fetch refuses to ask, and those of common services.
const FIRST = 10_240;
const END = 32_768;

/**
 * A TCP port of this machine's loopback that nobody listens on right now, and no outgoing connection will take.
 *
 * Another program may listen on it before yours does: where one can listen on port 0 and say which port it got, do that.
 */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  while (true) {
    const port = randomInt(FIRST, END);
    const server = createServer();
    try {
      await once(server.listen({ port, host, exclusive: true }), "listening");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") continue;
      throw error;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
