package scalebook.microservices.grpc;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import scalebook.microservices.grpc.warehouse.Packed;
import scalebook.microservices.grpc.warehouse.Parcel;
import scalebook.microservices.grpc.warehouse.Ticks;
import scalebook.microservices.grpc.warehouse.WarehouseGrpc;
import scalebook.microservices.grpc.warehouse.WarehouseGrpc.WarehouseImplBase;
import scalebook.microservices.grpc.warehouse.Work;

/** Has the next service pack, and hands on its pieces as they come. */
final class Front extends WarehouseImplBase {
  private final WarehouseGrpc.WarehouseStub next;
  private final boolean passesOn;

  /** {@code passesOn}: the next call belongs to this one, and has its deadline and its end. */
  Front(Channel next, boolean passesOn) {
    this.next = WarehouseGrpc.newStub(next);
    this.passesOn = passesOn;
  }

  @Override
  public void pack(Parcel parcel, StreamObserver<Packed> caller) {
    // With a handler of its own, a piece for a caller that has gone is dropped.
    ((ServerCallStreamObserver<Packed>) caller).setOnCancelHandler(() -> {});
    Context context = passesOn ? Context.current() : Context.current().fork();
    context.run(() -> next.pack(parcel, caller));
  }

  @Override
  public void tick(Ticks ticks, StreamObserver<Work> caller) {
    next.tick(ticks, caller);
  }
}
