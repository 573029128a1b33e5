/**
 * A WebSocket that tells what it sends: message 102 counts a connection's sync messages, and only the socket itself
 * sees all of them (the provider sends from several places).
 */

/** A subclass of `Base` whose sockets call `onSend` with each frame before it goes out. */
export function countingSocket(
  Base: typeof WebSocket,
  onSend: (frame: Uint8Array) => void,
): typeof WebSocket {
  return class CountingSocket extends Base {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array) onSend(data)
      super.send(data)
    }
  }
}
