package scalebook.microservices.calls;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.HttpCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.resilience.Deadline;

/**
 * The balancer as a library in the caller: the registry's list, chapter 1's policies, and another
 * instance when one does not answer. No hop more than the call itself.
 */
public final class ServiceCaller implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(20);
  public static final int ATTEMPTS = 3;
  private static final long FAREWELL_MILLIS = 1_000;

  private final String service;
  private final int attempts;
  private final Roster roster;
  private final Watch watch;
  private final RetryBudget budget = new RetryBudget(0.2, 20);
  private final Connections connections = new Connections();
  private final AtomicLong retried = new AtomicLong();
  private final Map<Integer, Long> lastCalls = new ConcurrentHashMap<>();

  public ServiceCaller(String service, Registry registry, Policy.Kind policy) {
    this(service, registry, policy, ATTEMPTS);
  }

  /** {@code attempts}: the first one included. */
  public ServiceCaller(String service, Registry registry, Policy.Kind policy, int attempts) {
    this(service, registry, policy, attempts, Watch.KEEP_MILLIS);
  }

  /** {@code keepMillis}: it goes on with the registry's last list for so long. */
  public ServiceCaller(
      String service, Registry registry, Policy.Kind policy, int attempts, long keepMillis) {
    this.attempts = attempts;
    this.service = service;
    this.roster = new Roster(policy.create());
    this.watch = new Watch(registry.of(service), keepMillis, this::changed);
  }

  /** There is nobody to call. */
  public static final class NoInstance extends IOException {
    private static final long serialVersionUID = 1;

    NoInstance(String service) {
      super("no instance of " + service);
    }
  }

  /**
   * Only when the calls to those who left have ended do we say that we know: whoever was chosen
   * from the old list may not have been called yet. Bounded, because a dead one may keep its
   * callers waiting, and other news must not wait long.
   */
  private void changed(List<Instance> instances) {
    List<Backend> left = roster.replace(instances);
    long end = System.nanoTime() + FAREWELL_MILLIS * 1_000_000;
    while (left.stream().anyMatch(backend -> backend.inFlight() > 0)
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    left.forEach(backend -> connections.disconnect(backend.port()));
  }

  public List<Instance> instances() {
    return watch.instances();
  }

  /** Returns when it has a list at all; until then it finds nobody, whoever may be there. */
  public void awaitFirstList() throws InterruptedException {
    watch.awaitFirst();
  }

  /** Returns when it has heard of those who are wanted. */
  public void awaitInstances(Predicate<List<Instance>> wanted) {
    Awaitility.await()
        .alias("the wanted instances of " + service)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> wanted.test(instances()));
  }

  /** How long until it has heard of those who are wanted; it waits at most so long. */
  public long millisUntil(Predicate<List<Instance>> wanted, long mostMillis)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + mostMillis * 1_000_000;
    while (!wanted.test(instances()) && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return (System.nanoTime() - start) / 1_000_000;
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
      Backend backend = roster.start(tried).orElseThrow(() -> new NoInstance(service));
      try {
        return on(backend, method, path, body, deadline);
      } catch (IOException failed) {
        roster.failed(backend);
        tried.add(backend);
        boolean safe = repeatable || failed instanceof ConnectException;
        if (!safe || attempt == attempts || deadline.over() || !budget.tryRetry()) {
          throw failed;
        }
        retried.incrementAndGet();
      } finally {
        backend.ended();
      }
    }
  }

  private HttpCaller.Answer on(
      Backend backend, String method, String path, String body, Deadline deadline)
      throws IOException {
    long start = System.nanoTime();
    lastCalls.put(backend.port(), start);
    HttpCaller.Answer answer = connections.call(backend.port(), method, path, body, deadline);
    roster.answered(backend, System.nanoTime() - start);
    return answer;
  }

  /** When something was last sent to this port, by {@link System#nanoTime}. */
  public long lastCall(int port) {
    return lastCalls.getOrDefault(port, Long.MIN_VALUE);
  }

  /** Times that the registry gave no list. */
  public long registryFailures() {
    return watch.failures();
  }

  /** How long ago the registry gave its last list. */
  public long listAgeMillis() {
    return watch.ageMillis();
  }

  public long retried() {
    return retried.get();
  }

  @Override
  public void close() {
    watch.close();
    connections.close();
  }
}
