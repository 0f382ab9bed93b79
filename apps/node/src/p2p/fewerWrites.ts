import type { ConnectionEncrypter, MessageStream, Stream } from "@libp2p/interface";

/**
 * An encrypter whose ciphertext leaves in one write. Noise hands TCP the length and the ciphertext as two chunks, and
 * without Nagle's delay each chunk is a system call and a packet of its own (docs/decisions/0013-fewer-writes.md).
 */
export function inOneWrite<T>(create: (components: T) => ConnectionEncrypter): (components: T) => ConnectionEncrypter {
  return (components) => {
    const encrypter = create(components);
    return {
      protocol: encrypter.protocol,
      secureOutbound: (connection, options) => encrypter.secureOutbound(joined(connection), options),
      secureInbound: (connection, options) => encrypter.secureInbound(joined(connection), options),
    };
  };
}

/** Chunks are joined before they are queued. */
function joined(connection: MessageStream): MessageStream {
  const { send } = connection;
  connection.send = (data) => send.call(connection, data.subarray());
  return connection;
}

type WindowedStream = Stream & {
  sendWindowUpdate(): void;
  readonly state: number;
  readonly recvWindow: number;
  readonly recvWindowCapacity: number;
};

/** Yamux's state of a stream whose first frame has been acknowledged. */
const ESTABLISHED = 3;

/**
 * Opens the receive window again when half of it is used, as the first implementation of Yamux does; the library does so after
 * each frame, which doubles the packets of small messages. A stream of another multiplexer is left alone.
 */
export function openWindowByHalves(stream: Stream): void {
  if (!isWindowed(stream)) return;
  const send = stream.sendWindowUpdate.bind(stream);
  stream.sendWindowUpdate = () => {
    if (stream.state !== ESTABLISHED || stream.recvWindowCapacity * 2 <= stream.recvWindow) send();
  };
}

function isWindowed(stream: Stream): stream is WindowedStream {
  return ["sendWindowUpdate", "state", "recvWindow", "recvWindowCapacity"].every((member) => member in stream);
}
