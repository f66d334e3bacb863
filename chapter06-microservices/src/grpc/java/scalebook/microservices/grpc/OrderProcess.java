package scalebook.microservices.grpc;

import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.engines.process.Lifeline;
import scalebook.microservices.protocol.JsonOrders;
import scalebook.microservices.protocol.Orders;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.stage.protocols.OrderServer;

/** The order service as a process of its own, in one version of the schema. */
public final class OrderProcess {
  private static final long MOST_MILLIS = 60_000;

  private OrderProcess() {}

  /** Says {@code ready PORT JSON-PORT}. */
  public static void main(String[] args) throws IOException {
    OrderServer.Settings settings = Lifeline.attach(OrderServer.Settings.class, line -> {});
    Orders orders = Orders.service();
    BindableService warehouse =
        settings.next() == 0
            ? new Warehouse()
            : new Front(GrpcClient.channel(settings.next()), settings.passesOn());
    // Nothing here waits, so all runs where it arrives, and in the order in which it arrives.
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(place(Version.named(settings.version()), orders))
            .addService(warehouse)
            .addService(ProtoReflectionServiceV1.newInstance()) // for strangers
            .build()
            .start();
    Service json = JsonOrders.serve(orders);
    System.out.println("ready " + server.getPort() + " " + json.port());
  }

  private static ServerServiceDefinition place(Version version, Orders orders) {
    return ServerServiceDefinition.builder(version.service())
        .addMethod(
            version.place(),
            ServerCalls.asyncUnaryCall((order, caller) -> place(version, orders, order, caller)))
        .build();
  }

  private static void place(
      Version version, Orders orders, Message order, StreamObserver<Message> caller) {
    try {
      Deadline deadline = Deadline.in(MOST_MILLIS);
      caller.onNext(version.message(orders.place(version.order(order), deadline)));
      caller.onCompleted();
    } catch (Refused e) {
      caller.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
    } catch (IOException e) {
      caller.onError(Status.UNAVAILABLE.withCause(e).asException());
    }
  }
}
