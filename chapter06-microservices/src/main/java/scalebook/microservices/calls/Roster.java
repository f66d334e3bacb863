package scalebook.microservices.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import scalebook.cloning.health.Outliers;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.microservices.registry.Instance;

/** Who can be called: the registry's list, and what this caller knows of each by itself. */
final class Roster {
  private static final int FAILURES_IN_A_ROW = 2;
  private static final long EJECT_MILLIS = 1_000;
  private static final long MOST_EJECT_MILLIS = 8_000;

  private final Policy policy;
  private final Outliers outliers =
      new Outliers(FAILURES_IN_A_ROW, EJECT_MILLIS, MOST_EJECT_MILLIS, System::nanoTime);
  private final ReadWriteLock membership = new ReentrantReadWriteLock();
  private List<Backend> backends = List.of(); // guarded by membership

  Roster(Policy policy) {
    this.policy = policy;
  }

  /**
   * Keeps what is known of those who stay; the list of a moment is never mixed with another.
   * Returns who left.
   */
  List<Backend> replace(List<Instance> instances) {
    membership.writeLock().lock();
    try {
      Map<String, Backend> left = new HashMap<>();
      backends.forEach(backend -> left.put(backend.name() + ":" + backend.port(), backend));
      List<Backend> fresh = new ArrayList<>();
      for (Instance instance : instances) {
        Backend known = left.remove(instance.name() + ":" + instance.port());
        if (known == null) {
          outliers.forget(instance.name()); // a new process under an old name
        }
        fresh.add(
            known == null ? new Backend(instance.name(), "127.0.0.1", instance.port()) : known);
      }
      backends = List.copyOf(fresh);
      return List.copyOf(left.values());
    } finally {
      membership.writeLock().unlock();
    }
  }

  /** One from the list, counted as called before the list can change; none when it is empty. */
  Optional<Backend> start(Set<Backend> tried) {
    membership.readLock().lock();
    try {
      Optional<Backend> one = backends.isEmpty() ? Optional.empty() : Optional.of(pick(tried));
      one.ifPresent(Backend::started);
      return one;
    } finally {
      membership.readLock().unlock();
    }
  }

  /** Not an instance that has failed for this call, nor one that fails for all; else any. */
  private Backend pick(Set<Backend> tried) {
    List<Backend> untried = backends.stream().filter(one -> !tried.contains(one)).toList();
    List<Backend> good = untried.stream().filter(one -> !outliers.ejected(one.name())).toList();
    List<Backend> from = good.isEmpty() ? untried.isEmpty() ? backends : untried : good;
    return policy.pick(from.toArray(Backend[]::new), "caller");
  }

  void answered(Backend backend, long tookNanos) {
    backend.answered(tookNanos, System.nanoTime());
    outliers.answered(backend.name());
  }

  void failed(Backend backend) {
    outliers.failed(backend.name());
  }
}
