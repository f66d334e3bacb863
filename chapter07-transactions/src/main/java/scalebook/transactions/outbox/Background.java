package scalebook.transactions.outbox;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Tasks;

/** Something that is done over and over, and goes on after a failure when some time has passed. */
abstract class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long AFTER_FAILURE_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5_000;

  private final String name;
  private final Thread thread;
  private volatile boolean closed;

  Background(String name) {
    this.name = name;
    this.thread = Tasks.daemon(name, this::run);
  }

  /** One round; how many milliseconds until the next. */
  abstract long round() throws Exception;

  final void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      long pause;
      try {
        pause = round();
      } catch (Exception e) {
        LOG.info("{} goes on later: {}", name, e.toString());
        pause = AFTER_FAILURE_MILLIS;
      }
      LockSupport.parkNanos(pause * 1_000_000);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
