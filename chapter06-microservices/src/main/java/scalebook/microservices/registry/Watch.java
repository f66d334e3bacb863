package scalebook.microservices.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;

/**
 * A service's instances as last heard of. The registry may be away or not ready: the last good list
 * is better than none, within a bound that is looked at before each question.
 */
public final class Watch implements AutoCloseable {
  /** Somebody will have brought the registry back by then. */
  public static final long KEEP_MILLIS = 600_000;

  private static final String ALL = "/services/";
  private static final String OWN = "/own/";
  private static final long WAIT_MILLIS = 2_000;
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final long PAUSE_MILLIS = 100;
  private static final int GOODBYE_MILLIS = 500;

  private final String path;
  private final int port;
  private final String id = UUID.randomUUID().toString();
  private final HttpCaller registry;
  private final Consumer<List<Instance>> listener;
  private final Thread thread;
  private final LastKnownGood known;
  private final AtomicLong failures = new AtomicLong();
  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile List<Instance> instances = List.of();
  private volatile boolean closed;

  /**
   * {@code listener} hears each new list, on the watch's own thread. The registry is told that we
   * know the list when the listener has returned.
   */
  public Watch(String service, int registryPort, Consumer<List<Instance>> listener) {
    this(service, registryPort, KEEP_MILLIS, listener);
  }

  /** {@code keepMillis}: the last good list is good for so long. */
  public Watch(
      String service, int registryPort, long keepMillis, Consumer<List<Instance>> listener) {
    this(ALL, service, new Peer(registryPort, keepMillis), listener);
  }

  /** Of those alone that registered there: otherwise two registries keep each other's dead. */
  static Watch own(String service, Peer peer, Consumer<List<Instance>> listener) {
    return new Watch(OWN, service, peer, listener);
  }

  private Watch(String room, String service, Peer registry, Consumer<List<Instance>> listener) {
    this.path = room + service;
    this.port = registry.port();
    this.known = new LastKnownGood(registry.keepMillis(), System::nanoTime);
    this.registry = new HttpCaller(port, TIMEOUT_MILLIS);
    this.listener = listener;
    this.thread = Tasks.daemon("watch-" + service, this::follow);
    thread.start();
  }

  private void follow() {
    long index = -1; // the first list comes at once
    try {
      while (!closed) {
        try {
          index = ask(index);
        } catch (IOException | RuntimeException away) { // or it says what nobody can read
          failures.incrementAndGet();
          index = -1; // a new registry counts from the beginning
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      registry.close();
    }
  }

  private long ask(long index) throws IOException {
    if (index < 0) {
      take(known.meanwhile());
    }
    HttpCaller.Answer answer =
        registry
            .get("%s?index=%d&wait=%d&watcher=%s".formatted(path, index, WAIT_MILLIS, id))
            .orFail();
    List<String> lines = answer.body().strip().lines().toList();
    long newIndex = Long.parseLong(lines.get(0));
    if (newIndex != index) {
      List<Instance> fresh = lines.stream().skip(1).map(Instance::parse).toList();
      listener.accept(fresh);
      instances = fresh;
      heard.countDown();
    }
    known.heard(instances);
    return newIndex;
  }

  private void take(List<Instance> left) {
    if (!left.equals(instances)) {
      listener.accept(left);
      instances = left;
    }
  }

  public List<Instance> instances() {
    return instances;
  }

  /** Returns when the registry has given a first list, however long it is away before. */
  public void awaitFirst() throws InterruptedException {
    heard.await();
  }

  /** Times that the registry gave no list. */
  public long failures() {
    return failures.get();
  }

  /** Nobody who leaves waits from now on until we know it: call nobody any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    registry.close();
    try (HttpCaller goodbye = new HttpCaller(port, GOODBYE_MILLIS)) {
      goodbye.call("DELETE", "%s?watcher=%s".formatted(path, id), Map.of(), "");
    } catch (IOException away) {
      // Then it finds out by itself that we do not ask any more.
    }
  }
}
