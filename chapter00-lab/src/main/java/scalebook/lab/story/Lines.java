package scalebook.lab.story;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import scalebook.engines.process.Tasks;

/**
 * Where a console's lines go. Where somebody watches, a silence of more than two seconds shows how
 * long it lasts, in a line that the next one takes away.
 */
final class Lines implements AutoCloseable {
  private static final int SILENCE_SECONDS = 2;
  private static final int MOST_SHOWN = 78;

  private final PrintStream out;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("silence"));
  private long last;
  private int shown;
  private String meanwhile = "";
  private boolean watched;
  private boolean closed;

  /** {@code nanos}: the clock. */
  Lines(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Somebody watches. */
  synchronized void watched() {
    watched = true;
    timer.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
  }

  synchronized boolean areWatched() {
    return watched;
  }

  synchronized void look() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - last);
    if (seconds >= SILENCE_SECONDS && !closed) {
      String text = "  … %d s  %s".formatted(seconds, meanwhile);
      text = text.substring(0, Math.min(text.length(), MOST_SHOWN)).stripTrailing();
      erase();
      out.print("\r" + text);
      out.flush();
      shown = text.length();
    }
  }

  /** What happens in the silence. */
  synchronized void meanwhile(String text) {
    meanwhile = text;
  }

  synchronized void line(String text) {
    erase();
    out.println(text);
    last = nanos.getAsLong();
    meanwhile = "";
  }

  private void erase() {
    if (shown > 0) {
      out.print("\r" + " ".repeat(shown) + "\r");
      out.flush();
      shown = 0;
    }
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    closed = true; // a look may be on its way
    erase();
  }
}
