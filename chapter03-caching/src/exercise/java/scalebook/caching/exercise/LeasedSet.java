package scalebook.caching.exercise;

import java.util.Optional;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * A cache into which only the holder of a lease may set. A reader that misses takes the lease,
 * loads, and sets; a writer's invalidation takes the lease away, so that a reader which was
 * overtaken cannot put the old value back.
 */
public final class LeasedSet {
  /** A lease ends by itself after so long by this clock: its holder may have died. */
  public LeasedSet(LongSupplier clockMillis, long leaseMillis) {}

  public Optional<String> get(String key) {
    throw new Todo("what is cached");
  }

  /**
   * A token for who may set this key, whether something is cached or not; nothing while another
   * holds the lease, which that does not prolong.
   */
  public Optional<Long> lease(String key) {
    throw new Todo("one at a time, each with a token of its own, and not for ever");
  }

  /** True, and the lease is over, when the token holds the key's lease; false and nothing else. */
  public boolean set(String key, String value, long token) {
    throw new Todo("only with the lease");
  }

  /** After a write: what is cached is old, and so is what readers are loading now. */
  public void invalidate(String key) {
    throw new Todo("the value and the lease");
  }
}
