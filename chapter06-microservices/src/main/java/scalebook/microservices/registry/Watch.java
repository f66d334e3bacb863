package scalebook.microservices.registry;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import scalebook.engines.process.Tasks;

/**
 * A service's instances as last heard of. The registry may be away or not ready: the last good list
 * is better than none, within a bound that is looked at before each question.
 */
public final class Watch implements AutoCloseable {
  /** Somebody will have brought the registry back by then. */
  public static final long KEEP_MILLIS = 600_000;

  private static final long PAUSE_MILLIS = 100;

  private final Source source;
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
    this(Registry.at(registryPort).of(service), KEEP_MILLIS, listener);
  }

  /** {@code keepMillis}: the last good list is good for so long. */
  public Watch(Source source, long keepMillis, Consumer<List<Instance>> listener) {
    this.source = source;
    this.known = new LastKnownGood(keepMillis, System::nanoTime);
    this.listener = listener;
    this.thread = Tasks.daemon("watch", this::follow);
    thread.start();
  }

  private void follow() {
    boolean first = true;
    try {
      while (!closed) {
        try {
          if (first) {
            take(known.meanwhile(), false);
          }
          take(source.ask(first), first);
          heard.countDown();
          known.heard(instances);
          first = false;
        } catch (IOException | RuntimeException away) { // or it says what nobody can read
          failures.incrementAndGet();
          first = true;
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      source.close(); // it may have been asked once more
    }
  }

  /** {@code news}: also when it is the same as before. */
  private void take(List<Instance> fresh, boolean news) {
    if (news || !fresh.equals(instances)) {
      listener.accept(fresh);
      instances = fresh;
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

  /** How long ago the registry gave its last list. */
  public long ageMillis() {
    return known.ageMillis();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    source.close();
  }
}
