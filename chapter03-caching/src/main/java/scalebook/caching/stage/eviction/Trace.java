package scalebook.caching.stage.eviction;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import scalebook.caching.eviction.Eviction;
import scalebook.caching.stage.load.Zipf;

/**
 * Keys in the order in which they are read, the same ones every time.
 *
 * @param before the reads of a window before something happens: a scan, a shift
 * @param after those of a window after it
 */
public record Trace(String name, int[] keys, Window before, Window after) {
  private static final int THINGS = 10_000;
  private static final int SHUFFLED = 7_919; // prime, so that it is a permutation of the things

  /** Reads from one index on, and before another one. */
  public record Window(int from, int to) {}

  /** What became of each read. */
  public record Hits(Trace trace, IntPredicate hit) {
    public double share() {
      return share(new Window(0, trace.keys.length));
    }

    public double before() {
      return share(trace.before);
    }

    public double after() {
      return share(trace.after);
    }

    /** By how many points the share after the event is lower. */
    public double lost() {
      return before() - after();
    }

    public boolean equalTo(IntPredicate other) {
      return IntStream.range(0, trace.keys.length).allMatch(i -> hit.test(i) == other.test(i));
    }

    private double share(Window window) {
      long hits = IntStream.range(window.from, window.to).filter(hit).count();
      return 100.0 * hits / (window.to - window.from);
    }
  }

  /** All of them: popular things, a scan through them, a loop, and a shift of what is popular. */
  public static List<Trace> all(int reads, int capacity) {
    Zipf zipf = new Zipf(THINGS, 1.0);
    int window = reads / 5;
    int half = reads / 2;
    int scan = 2 * capacity;
    Window early = new Window(half - window, half);
    Window late = new Window(reads - window, reads);
    return List.of(
        of("zipf", reads, zipf::at, early, late),
        of(
            "scan",
            reads + scan,
            i -> i < half || i >= half + scan ? zipf.at(i) : THINGS + i,
            early,
            new Window(half + scan, half + scan + capacity)),
        of("loop", reads, i -> i % (capacity + 1), early, late),
        of("shift", reads, i -> i < half ? zipf.at(i) : shifted(zipf.at(i)), early, late));
  }

  private static int shifted(int thing) {
    return (int) ((thing + 1L) * SHUFFLED % THINGS);
  }

  private static Trace of(
      String name, int reads, IntUnaryOperator key, Window before, Window after) {
    return new Trace(name, IntStream.range(0, reads).map(key).toArray(), before, after);
  }

  /** Reads everything once. */
  public Hits through(Eviction cache) {
    boolean[] hits = new boolean[keys.length];
    for (int i = 0; i < keys.length; i++) {
      hits[i] = cache.read(keys[i]);
    }
    return new Hits(this, i -> hits[i]);
  }

  /** What hits in the window after the event when the cache is empty then. */
  public Hits afterFromEmpty(Eviction cache) {
    boolean[] hits = new boolean[keys.length];
    for (int i = after.from; i < after.to; i++) {
      hits[i] = cache.read(keys[i]);
    }
    return new Hits(this, i -> hits[i]);
  }

  @Override
  public String toString() {
    return name;
  }
}
