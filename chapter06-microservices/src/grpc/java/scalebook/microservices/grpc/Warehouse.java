package scalebook.microservices.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.microservices.grpc.warehouse.Packed;
import scalebook.microservices.grpc.warehouse.Parcel;
import scalebook.microservices.grpc.warehouse.Ticks;
import scalebook.microservices.grpc.warehouse.WarehouseGrpc.WarehouseImplBase;
import scalebook.microservices.grpc.warehouse.Work;

/** Packs a piece of each parcel at each tick, as long as somebody waits for it. */
final class Warehouse extends WarehouseImplBase {
  private final List<Job> jobs = new ArrayList<>();
  private long packed;

  /** A parcel that is not full yet. */
  private static final class Job {
    private final ServerCallStreamObserver<Packed> caller;
    private final Context context = Context.current();
    private final int pieces;
    private int done;

    Job(Parcel parcel, StreamObserver<Packed> caller) {
      this.pieces = parcel.getPieces();
      this.caller = (ServerCallStreamObserver<Packed>) caller;
    }

    boolean wanted() {
      return done < pieces && !context.isCancelled();
    }

    void pack() {
      long left =
          context.getDeadline() == null
              ? 0
              : context.getDeadline().timeRemaining(TimeUnit.MILLISECONDS);
      caller.onNext(Packed.newBuilder().setPieces(++done).setDeadlineMillis(left).build());
      if (done == pieces) {
        caller.onCompleted();
      }
    }
  }

  @Override
  public synchronized void pack(Parcel parcel, StreamObserver<Packed> caller) {
    jobs.add(new Job(parcel, caller));
  }

  @Override
  public synchronized void tick(Ticks ticks, StreamObserver<Work> caller) {
    for (int i = 0; i < ticks.getCount(); i++) {
      jobs.removeIf(job -> !job.wanted());
      jobs.forEach(Job::pack);
      packed += jobs.size();
    }
    caller.onNext(Work.newBuilder().setPieces(packed).build());
    caller.onCompleted();
  }
}
