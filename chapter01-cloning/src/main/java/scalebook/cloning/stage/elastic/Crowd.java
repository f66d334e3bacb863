package scalebook.cloning.stage.elastic;

import java.util.ArrayList;
import java.util.List;
import scalebook.engines.http.Callers;
import scalebook.lab.load.Load;

/**
 * A load that steps up and down, and is never flat. Some requests are long, so that every clone
 * that leaves has one under way.
 */
public final class Crowd implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int CALLERS = 60;
  private static final int REPORTS = 8;
  private static final int REPORT_MILLIS = 250;
  private static final int PAGE_MILLIS = 100;
  private static final int WAVE_MILLIS = 200;

  private final Callers callers;
  private final List<Load> loads = new ArrayList<>();
  private Load step;
  private Load wave;

  /** {@code perSecond}: requests a second while no step is up. */
  public Crowd(int port, double perSecond) {
    callers = new Callers(port, TIMEOUT_MILLIS);
    loads.add(Load.closed(REPORTS, Long.MAX_VALUE, number -> get(REPORT_MILLIS)));
    loads.add(pages(perSecond - REPORTS * 1_000.0 / REPORT_MILLIS));
  }

  private void get(int millis) throws Exception {
    callers.get("/wait?millis=" + millis);
  }

  private Load pages(double perSecond) {
    return Load.open(perSecond, CALLERS, Long.MAX_VALUE, number -> get(PAGE_MILLIS));
  }

  /** So many requests a second more, and now and then {@code waves} of them too many or few. */
  public void stepUp(double perSecond, double waves) {
    step = pages(perSecond - waves);
    long start = System.nanoTime();
    wave =
        Load.open(
            2 * waves,
            CALLERS,
            Long.MAX_VALUE,
            number -> {
              if ((System.nanoTime() - start) / 1_000_000 / WAVE_MILLIS % 2 == 0) {
                get(PAGE_MILLIS);
              }
            });
    loads.add(step);
    loads.add(wave);
  }

  public void stepDown() throws InterruptedException {
    step.stop();
    wave.stop();
  }

  public long failed() {
    return loads.stream().mapToLong(load -> load.ledger().failedCount()).sum();
  }

  @Override
  public void close() {
    loads.forEach(Load::close);
    callers.close();
  }
}
