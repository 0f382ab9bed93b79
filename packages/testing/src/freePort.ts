import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A TCP port of this machine's loopback that nobody listens on right now.
 *
 * Another process may take it before you do: where a program can listen on port 0 and say which port it got, do that.
 */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`no TCP address on ${host}`);
  return address.port;
}
