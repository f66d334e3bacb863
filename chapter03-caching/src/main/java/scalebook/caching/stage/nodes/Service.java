package scalebook.caching.stage.nodes;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import scalebook.caching.cache.SingleFlight;
import scalebook.caching.nodes.CacheClient;
import scalebook.caching.nodes.CacheNode;
import scalebook.caching.nodes.Membership;
import scalebook.lab.load.Load;

/** Reads through a cache client; a miss is a query, which takes a millisecond. */
final class Service {
  private static final int CALLERS = 8;
  private static final long QUERY_NANOS = 1_000_000;
  private static final long WAIT_MILLIS = 5_000;

  private final int keys;
  private final CacheClient cache;
  private final boolean singleFlight;
  private final SingleFlight<String> flights = new SingleFlight<>(WAIT_MILLIS);
  private final Map<String, Integer> truth = new ConcurrentHashMap<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final LongAdder queries = new LongAdder();

  Service(
      int keys,
      Map<String, CacheNode> nodes,
      Membership membership,
      boolean epochs,
      boolean singleFlight) {
    this.keys = keys;
    this.cache = new CacheClient(nodes, membership, epochs);
    this.singleFlight = singleFlight;
  }

  static String key(long i) {
    return "product:" + i;
  }

  /** What all callers' reads of every key cost: keys that were not there, and queries. */
  record Cost(int missing, long queries) {}

  /** Every caller reads all keys, in the same order. */
  Cost readByAll() throws InterruptedException {
    missing.clear();
    queries.reset();
    try (Load load = Load.closed(CALLERS, (long) keys * CALLERS, i -> read(key(i / CALLERS)))) {
      if (load.await().failedCount() > 0) {
        throw new IllegalStateException(load.ledger().toString());
      }
    }
    return new Cost(missing.size(), queries.sum());
  }

  private String read(String key) throws Exception {
    Optional<String> there = cache.get(key);
    if (there.isPresent()) {
      return there.get();
    }
    return singleFlight ? flights.join(key, () -> again(key)).value() : query(key);
  }

  /** Somebody may have landed between our look and our flight. */
  private String again(String key) throws IOException {
    Optional<String> there = cache.get(key);
    return there.isPresent() ? there.get() : query(key);
  }

  private String query(String key) throws IOException {
    queries.increment();
    missing.add(key);
    LockSupport.parkNanos(QUERY_NANOS);
    String value = value(key);
    cache.set(key, value);
    return value;
  }

  private String value(String key) {
    return "version " + truth.getOrDefault(key, 0);
  }

  /** A new version of every key, in the cache, too. */
  void writeAll() throws IOException {
    for (int i = 0; i < keys; i++) {
      truth.merge(key(i), 1, Integer::sum);
      cache.set(key(i), value(key(i)));
    }
  }

  /** Reads every key once; how many get a version that is not the newest? */
  int stale() throws Exception {
    AtomicInteger stale = new AtomicInteger();
    for (String key : List.copyOf(truth.keySet())) {
      if (!read(key).equals(value(key))) {
        stale.incrementAndGet();
      }
    }
    return stale.get();
  }
}
