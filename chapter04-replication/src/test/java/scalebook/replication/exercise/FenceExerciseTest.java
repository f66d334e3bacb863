package scalebook.replication.exercise;

import java.util.function.LongSupplier;

class FenceExerciseTest extends FenceContract {
  @Override
  Answer fence(LongSupplier nanoClock) {
    Fence fence = new Fence(nanoClock);
    return new Answer() {
      @Override
      public void granted(long epoch, long askedAtNanos, long ttlNanos) {
        fence.granted(epoch, askedAtNanos, ttlNanos);
      }

      @Override
      public void heard(long epoch) {
        fence.heard(epoch);
      }

      @Override
      public boolean mayAcknowledge(long epoch) {
        return fence.mayAcknowledge(epoch);
      }
    };
  }
}
