package scalebook.microservices.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import scalebook.microservices.protocol.Orders;
import scalebook.microservices.protocol.Schema;
import scalebook.microservices.stage.protocols.Rpc;

/** Clients by gRPC. */
public final class GrpcClient implements Rpc {
  static ManagedChannel channel(int port) {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
        .directExecutor()
        .build();
  }

  @Override
  public Orders orders(String version, int port) {
    return new GrpcOrders(Version.named(version), channel(port));
  }

  @Override
  public Schema schema(String version) {
    return Version.named(version).schema();
  }

  @Override
  public Packing pack(int port, int pieces, long deadlineMillis) {
    return new GrpcPacking(channel(port), pieces, deadlineMillis);
  }
}
