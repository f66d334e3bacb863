package scalebook.lab;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;

/** Ends a stuck lesson: shows what every thread does, interrupts it, and at last halts. */
final class Watchdog implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final CountDownLatch done = new CountDownLatch(1);

  static Watchdog over(Thread watched, Duration limit, String lesson) {
    Watchdog watchdog = new Watchdog();
    Tasks.daemon("watchdog", () -> watchdog.watch(watched, limit, lesson)).start();
    return watchdog;
  }

  private void watch(Thread watched, Duration limit, String lesson) {
    try {
      if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      System.err.printf("✘ lesson %s did not end within %d s:%n", lesson, limit.toSeconds());
      for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
        System.err.println(one.getKey());
        for (StackTraceElement element : one.getValue()) {
          System.err.println("    at " + element);
        }
      }
      watched.interrupt();
      if (!done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(Lesson.FAILED); // its processes end with it: see Child
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
