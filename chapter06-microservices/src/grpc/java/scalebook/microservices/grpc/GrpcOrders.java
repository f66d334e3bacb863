package scalebook.microservices.grpc;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import scalebook.engines.http.Refused;
import scalebook.microservices.protocol.Order;
import scalebook.microservices.protocol.Orders;
import scalebook.microservices.protocol.Placed;
import scalebook.microservices.resilience.Deadline;

/** Orders as protobuf over HTTP/2: all calls at once on one connection. */
record GrpcOrders(Version version, ManagedChannel channel) implements Orders {
  @Override
  public Placed place(Order order, Deadline deadline) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(deadline.leftMillis(), TimeUnit.MILLISECONDS);
    try {
      Message answer =
          ClientCalls.blockingUnaryCall(channel, version.place(), options, version.message(order));
      return version.placed(answer);
    } catch (StatusRuntimeException e) {
      throw new Refused(http(e.getStatus().getCode()), text(e.getStatus()));
    }
  }

  /** As people outside say it. */
  private static int http(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case DEADLINE_EXCEEDED -> 504;
      default -> 502;
    };
  }

  private static String text(Status status) {
    return status.getDescription() == null ? status.getCode().name() : status.getDescription();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
