package scalebook.microservices.registry;

/**
 * Another registry, whose instances are listed beside our own.
 *
 * @param port 0: there is none
 * @param keepMillis while it is away, its instances are listed for so long
 */
public record Peer(int port, long keepMillis) {
  public static final Peer NONE = new Peer(0, 0);

  boolean there() {
    return port > 0;
  }
}
