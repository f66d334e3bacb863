package scalebook.microservices.stage.protocols;

import scalebook.engines.process.Child;
import scalebook.engines.process.Said;

/** A process that takes orders of one version of the schema by gRPC, and as JSON. */
public final class OrderServer implements AutoCloseable {
  private final Child child;
  private final Said said;
  private int port;
  private int json;

  /**
   * How it is.
   *
   * @param next the port of the one that packs for it; 0: it packs itself
   * @param passesOn it calls the next one in the context of the call that it serves
   */
  public record Settings(String version, int next, boolean passesOn) {}

  OrderServer(Child child, Said said) {
    this.child = child;
    this.said = said;
  }

  /** Itself, when it serves. */
  OrderServer ready() throws InterruptedException {
    String[] ports = said.next(child).split(" ");
    port = Integer.parseInt(ports[1]);
    json = Integer.parseInt(ports[2]);
    return this;
  }

  /** For gRPC. */
  int port() {
    return port;
  }

  /** For JSON over HTTP/1.1. */
  int json() {
    return json;
  }

  @Override
  public void close() {
    child.close();
  }
}
