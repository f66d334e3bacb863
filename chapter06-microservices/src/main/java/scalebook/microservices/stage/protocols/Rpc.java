package scalebook.microservices.stage.protocols;

import scalebook.microservices.protocol.Orders;
import scalebook.microservices.protocol.Schema;

/** What we ask of gRPC; its class and all of gRPC are a guest's. */
public interface Rpc {
  /** The guest's class of this name is one, and {@code OrderProcess} its server's main. */
  String CLIENT = "scalebook.microservices.grpc.GrpcClient";

  String SERVER = "scalebook.microservices.grpc.OrderProcess";

  /** A client that knows this version of the schema, with one connection. */
  Orders orders(String version, int port);

  /** What this version says an order is. */
  Schema schema(String version);

  /** Has so many pieces packed, and tells after each tick what it heard. */
  Packing pack(int port, int pieces, long deadlineMillis);

  /**
   * A call that takes long. Its work goes on when the clock ticks, and a tick takes the same
   * connections as the call: what was sent before it is there before it.
   */
  interface Packing extends AutoCloseable {
    /** One piece more; how many milliseconds the warehouse thinks are left, or 0 for no end. */
    long piece();

    /** Nobody wants the rest. */
    void cancel();

    /** So many ticks more; how many pieces were packed since the call began. */
    long packedAfter(int ticks);

    @Override
    void close();
  }
}
