package scalebook.transactions.shop;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Tasks;

/** Something that is done over and over, and goes on after a failure when some time has passed. */
public final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long AFTER_FAILURE_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5_000;

  private final String name;
  private final Round round;
  private final Thread thread;
  private volatile boolean closed;

  /** Does it once; returns how many milliseconds there are until the next time. */
  @FunctionalInterface
  public interface Round {
    long once() throws Exception;
  }

  public Background(String name, Round round) {
    this.name = name;
    this.round = round;
    this.thread = Tasks.daemon(name, this::run);
  }

  public void start() {
    thread.start();
  }

  /** The next round need not wait. */
  public void soon() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long pause;
      try {
        pause = round.once();
      } catch (Exception e) { // whatever it was: nobody else would go on
        LOG.info("{} goes on later: {}", name, e.toString());
        pause = AFTER_FAILURE_MILLIS;
      }
      LockSupport.parkNanos(pause * 1_000_000);
    }
  }

  @Override
  public void close() {
    closed = true;
    soon();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
