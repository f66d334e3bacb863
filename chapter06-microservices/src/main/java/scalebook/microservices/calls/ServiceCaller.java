package scalebook.microservices.calls;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.health.Outliers;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.resilience.Deadline;

/**
 * The balancer as a library in the caller: the registry's list, chapter 1's policies, and another
 * instance when one does not answer. No hop more than the call itself.
 */
public final class ServiceCaller implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;
  private static final int FAILURES_IN_A_ROW = 2;
  private static final long EJECT_MILLIS = 1_000;
  private static final long MOST_EJECT_MILLIS = 8_000;
  private static final int IDLE_MOST = 32;
  private static final long FAREWELL_MILLIS = 1_000;

  private final String service;
  private final Policy policy;
  private final Watch watch;
  private final RetryBudget budget = new RetryBudget(0.2, 20);
  private final Outliers outliers =
      new Outliers(FAILURES_IN_A_ROW, EJECT_MILLIS, MOST_EJECT_MILLIS, System::nanoTime);
  private final Map<String, Deque<HttpCaller>> idle = new ConcurrentHashMap<>();
  private final AtomicLong retried = new AtomicLong();
  private final Map<Integer, Long> lastCalls = new ConcurrentHashMap<>();
  private final ReadWriteLock membership = new ReentrantReadWriteLock();
  private List<Backend> backends = List.of(); // guarded by membership

  public ServiceCaller(String service, int registryPort, Policy.Kind policy) {
    this.service = service;
    this.policy = policy.create();
    this.watch = new Watch(service, registryPort, this::changed);
  }

  /** There is nobody to call. */
  public static final class NoInstance extends IOException {
    private static final long serialVersionUID = 1;

    NoInstance(String service) {
      super("no instance of " + service);
    }
  }

  /**
   * Keeps what is known of those who stay; the list of a moment is never mixed with another. Only
   * when the calls to those who left have ended do we say that we know: whoever was chosen from the
   * old list may not have been called yet.
   */
  private void changed(List<Instance> instances) {
    Map<String, Backend> left = new HashMap<>();
    membership.writeLock().lock();
    try {
      backends.forEach(backend -> left.put(key(backend), backend));
      List<Backend> fresh = new ArrayList<>();
      for (Instance instance : instances) {
        Backend backend = new Backend(instance.name(), "127.0.0.1", instance.port());
        Backend known = left.remove(key(backend));
        if (known == null) {
          outliers.forget(instance.name()); // a new process under an old name
        }
        fresh.add(known == null ? backend : known);
      }
      backends = List.copyOf(fresh);
    } finally {
      membership.writeLock().unlock();
    }
    // Bounded, because a dead one may keep its callers waiting, and other news must not wait long.
    long end = System.nanoTime() + FAREWELL_MILLIS * 1_000_000;
    while (left.values().stream().anyMatch(backend -> backend.inFlight() > 0)
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    left.keySet().forEach(this::disconnect);
  }

  private static String key(Backend backend) {
    return backend.name() + ":" + backend.port();
  }

  private void disconnect(String key) {
    Deque<HttpCaller> callers = idle.remove(key);
    if (callers != null) {
      close(callers);
    }
  }

  /** Takes them out first: whoever is being used is not among them. */
  private static void close(Deque<HttpCaller> callers) {
    for (HttpCaller one = callers.poll(); one != null; one = callers.poll()) {
      one.close();
    }
  }

  public List<Instance> instances() {
    return watch.instances();
  }

  /** Returns when it has heard of those who are wanted. */
  public void awaitInstances(Predicate<List<Instance>> wanted) {
    Awaitility.await()
        .alias("the wanted instances of " + service)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> wanted.test(instances()));
  }

  /**
   * Calls one instance, and another one when it fails and that is safe: nothing was sent, or the
   * call may be repeated.
   */
  public HttpCaller.Answer call(
      String method, String path, String body, boolean repeatable, Deadline deadline)
      throws IOException {
    if (deadline.over()) {
      throw new SocketTimeoutException("no time left"); // nobody's fault but ours
    }
    budget.request();
    Set<Backend> tried = new HashSet<>();
    for (int attempt = 1; ; attempt++) {
      Backend backend = start(tried);
      try {
        return on(backend, method, path, body, deadline);
      } catch (IOException failed) {
        tried.add(backend);
        boolean safe = repeatable || failed instanceof ConnectException;
        if (!safe || attempt == ATTEMPTS || deadline.over() || !budget.tryRetry()) {
          throw failed;
        }
        retried.incrementAndGet();
      } finally {
        backend.ended();
      }
    }
  }

  /** One from the list, counted as called before the list can change. */
  private Backend start(Set<Backend> tried) throws NoInstance {
    membership.readLock().lock();
    try {
      Backend backend = pick(backends, tried);
      backend.started();
      return backend;
    } finally {
      membership.readLock().unlock();
    }
  }

  /** Not one that has failed for this call, nor one that fails for all; else whoever there is. */
  private Backend pick(List<Backend> all, Set<Backend> tried) throws NoInstance {
    if (all.isEmpty()) {
      throw new NoInstance(service);
    }
    List<Backend> good =
        all.stream()
            .filter(backend -> !tried.contains(backend) && !outliers.ejected(backend.name()))
            .toList();
    List<Backend> untried = all.stream().filter(backend -> !tried.contains(backend)).toList();
    List<Backend> from = good.isEmpty() ? untried.isEmpty() ? all : untried : good;
    return policy.pick(from.toArray(Backend[]::new), "caller");
  }

  private HttpCaller.Answer on(
      Backend backend, String method, String path, String body, Deadline deadline)
      throws IOException {
    String key = key(backend);
    Deque<HttpCaller> callers = idle.computeIfAbsent(key, unused -> new ConcurrentLinkedDeque<>());
    HttpCaller caller = callers.pollLast();
    if (caller == null) {
      caller = new HttpCaller(backend.port(), Math.max(1, (int) deadline.leftMillis()));
    } else {
      caller.timeout(Math.max(1, (int) deadline.leftMillis()));
    }
    long start = System.nanoTime();
    lastCalls.put(backend.port(), start);
    try {
      HttpCaller.Answer answer = caller.call(method, path, deadline.header(), body);
      backend.answered(System.nanoTime() - start, System.nanoTime());
      outliers.answered(backend.name());
      if (callers.size() < IDLE_MOST) {
        callers.addLast(caller);
        if (idle.get(key) != callers) { // it left while we waited for its answer
          close(callers);
        }
      } else {
        caller.close();
      }
      return answer;
    } catch (IOException failed) {
      outliers.failed(backend.name());
      caller.close();
      throw failed;
    }
  }

  /** When something was last sent to this port, by {@link System#nanoTime}. */
  public long lastCall(int port) {
    return lastCalls.getOrDefault(port, Long.MIN_VALUE);
  }

  public long retried() {
    return retried.get();
  }

  @Override
  public void close() {
    watch.close();
    List.copyOf(idle.keySet()).forEach(this::disconnect);
  }
}
