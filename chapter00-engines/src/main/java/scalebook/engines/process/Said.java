package scalebook.engines.process;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a {@linkplain Child#jvm JVM} says, line by line, for one who waits for it. */
public final class Said implements Consumer<String> {
  /** For eleven that start at once on a busy machine. */
  private static final long BOUND_NANOS = 40_000_000_000L;

  private static final long LOOK_MILLIS = 50;
  private static final int LAST_WORDS = 10;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void accept(String line) {
    lines.add(line);
  }

  /** Its next line. Where none comes, because it ended or hangs, its log says why. */
  public String next(Child child) throws InterruptedException {
    long end = System.nanoTime() + BOUND_NANOS;
    boolean silent = false;
    while (!silent && System.nanoTime() - end < 0) {
      silent = child.silent(); // before the look: then it sees what a dead one said last
      String line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (line != null) {
        return line;
      }
    }
    throw new IllegalStateException(
        child.name() + (silent ? " ended: " : " says nothing: ") + child.logTail(LAST_WORDS));
  }
}
