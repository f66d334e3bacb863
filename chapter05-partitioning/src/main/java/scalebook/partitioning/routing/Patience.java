package scalebook.partitioning.routing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import scalebook.partitioning.store.Slots;

/**
 * How long callers wait for a slot that moves, and how many: who waits holds a thread, and a slot
 * whose mover has died must not take those of all others.
 */
public final class Patience {
  private static final int MOST_PAUSE_MILLIS = 8;

  private final int perSlot;
  private final int inAll;
  private final long nanos;
  private final AtomicIntegerArray waiting = new AtomicIntegerArray(Slots.COUNT);
  private final AtomicInteger all = new AtomicInteger();

  /** Callers for one slot, callers for all slots, and for how long. */
  public Patience(int perSlot, int inAll, long millis) {
    this.perSlot = perSlot;
    this.inAll = inAll;
    this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Of a program whose threads wait for nobody else. */
  public static Patience ofOne() {
    return new Patience(Integer.MAX_VALUE, Integer.MAX_VALUE, 30_000);
  }

  /** Of a client that takes the first refusal for an answer. */
  public static Patience none() {
    return new Patience(0, 0, 0);
  }

  /** One caller's wait, which begins when it must. */
  final class Wait implements AutoCloseable {
    private final int slot;
    private final long end = System.nanoTime() + nanos;
    private boolean entered;

    private Wait(int slot) {
      this.slot = slot;
    }

    /** Before the next attempt: at once where something is new. */
    void again(boolean news, Exception why) throws TryLater, InterruptedException {
      if (!entered) {
        entered = true;
        boolean room = waiting.incrementAndGet(slot) <= perSlot & all.incrementAndGet() <= inAll;
        if (!room) {
          throw new TryLater(slot, why);
        }
      }
      if (System.nanoTime() - end > 0) {
        throw new TryLater(slot, why);
      }
      if (!news) {
        TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
      }
    }

    @Override
    public void close() {
      if (entered) {
        waiting.decrementAndGet(slot);
        all.decrementAndGet();
      }
    }
  }

  Wait wait(int slot) {
    return new Wait(slot);
  }
}
