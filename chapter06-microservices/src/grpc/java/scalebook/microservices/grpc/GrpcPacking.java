package scalebook.microservices.grpc;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import scalebook.microservices.grpc.warehouse.Packed;
import scalebook.microservices.grpc.warehouse.Parcel;
import scalebook.microservices.grpc.warehouse.Ticks;
import scalebook.microservices.grpc.warehouse.WarehouseGrpc;
import scalebook.microservices.stage.protocols.Rpc;

/** A streamed answer, read piece by piece while the warehouse works. */
final class GrpcPacking implements Rpc.Packing {
  private final ManagedChannel channel;
  private final WarehouseGrpc.WarehouseBlockingStub warehouse;
  private final Context.CancellableContext context = Context.ROOT.withCancellation();
  private final Iterator<Packed> pieces;
  private final long before;

  GrpcPacking(ManagedChannel channel, int count, long deadlineMillis) {
    this.channel = channel;
    warehouse = WarehouseGrpc.newBlockingStub(channel);
    before = tick(0);
    Parcel parcel = Parcel.newBuilder().setPieces(count).build();
    Context was = context.attach();
    try {
      pieces = warehouse.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS).pack(parcel);
    } finally {
      context.detach(was);
    }
  }

  private long tick(int count) {
    return warehouse.tick(Ticks.newBuilder().setCount(count).build()).getPieces();
  }

  @Override
  public long piece() {
    tick(1);
    return pieces.next().getDeadlineMillis();
  }

  @Override
  public void cancel() {
    context.cancel(null);
  }

  @Override
  public long packedAfter(int ticks) {
    return tick(ticks) - before;
  }

  @Override
  public void close() {
    context.close();
    channel.shutdownNow();
  }
}
