import { isIP, connect as open, type Socket } from 'node:net';
import { type ConnectionOptions, connect as openEncrypted } from 'node:tls';

/** What kafkajs asks for; its types say less than it gives. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly ssl?: boolean | ConnectionOptions | null;
  onConnect(): void;
}

/** The connections of one kafkajs client. */
export interface Connections {
  open(destination: Destination): Socket;
  readonly ended: boolean;
  /**
   * Cuts them all and makes no more. kafkajs has no such end: what it was trying when it was told to disconnect it goes
   * on trying, for minutes without brokers, and a consumer that was joining its group may join it yet and stay.
   */
  end(): void;
}

/** How long a connection may be idle before the system asks the other side whether it is still there, in milliseconds. */
const keepAliveDelay = 60_000;

export function createConnections(): Connections {
  const sockets = new Set<Socket>();
  let ended = false;
  return {
    open({ host, port, ssl, onConnect }) {
      if (ended) throw new Error('the client was closed');
      const socket = ssl
        ? openEncrypted(
            { host, port, ...(isIP(host) ? {} : { servername: host }), ...(ssl === true ? {} : ssl) },
            onConnect,
          )
        : open({ host, port }, onConnect);
      socket.setKeepAlive(true, keepAliveDelay);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    get ended() {
      return ended;
    },
    end() {
      ended = true;
      // With an error, or kafkajs would wait for answers until its requests time out.
      for (const socket of sockets) socket.destroy(new Error('the client was closed'));
    },
  };
}
