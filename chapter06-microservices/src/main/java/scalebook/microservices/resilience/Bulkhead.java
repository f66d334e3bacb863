package scalebook.microservices.resilience;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A limit of calls to one dependency at the same time: it can drown nobody else. */
public final class Bulkhead {
  private final Semaphore places;

  public Bulkhead(int most) {
    this.places = new Semaphore(most);
  }

  /** So many places that nobody is ever turned away. */
  public static Bulkhead unlimited() {
    return new Bulkhead(Integer.MAX_VALUE);
  }

  /** A place, until it is closed; closing twice gives back one. */
  public final class Place implements AutoCloseable {
    private final AtomicBoolean left = new AtomicBoolean();

    private Place() {}

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        places.release();
      }
    }
  }

  /** Nobody waits: who finds no place is told at once. */
  public Optional<Place> tryEnter() {
    return places.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
  }

  public int free() {
    return places.availablePermits();
  }
}
