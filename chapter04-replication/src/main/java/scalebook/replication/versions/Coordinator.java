package scalebook.replication.versions;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.process.Tasks;
import scalebook.replication.node.Refused;

/**
 * A node that asks all copies, and answers when the client's {@link Choice} says enough. Two writes
 * of one key at one node at a time look as if the second knew the first.
 */
public final class Coordinator implements Front, AutoCloseable {
  private static final int THREADS = 32;
  private static final long DELIVER_MILLIS = 50;

  private final String name;
  private final Map<String, Store> stores;
  private final AtomicLong written = new AtomicLong();
  private final Map<Hint, Cell> hints = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("asking"));
  private final ScheduledExecutorService delivering =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("hints"));

  /** For whom something of a key is kept. */
  private record Hint(String node, String key, boolean siblings) {}

  /**
   * @param stores of all nodes, by name: the own one, too
   */
  public Coordinator(String name, Map<String, Store> stores) {
    this.name = name;
    this.stores = new TreeMap<>(stores);
    delivering.scheduleWithFixedDelay(
        this::deliver, DELIVER_MILLIS, DELIVER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void asking(Runnable task) {
    underWay.incrementAndGet();
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  @Override
  public Cell read(String key, Choice choice) throws IOException {
    Round round =
        new Round(
            name,
            stores,
            choice.sloppy(),
            store -> store.get(key),
            this::asking,
            away -> {},
            (ended, answers) -> repair(key, choice, ended, answers));
    require(round, choice.reads(), "a read");
    Cell found = round.merged(choice.siblings());
    boolean sure = choice.reads() == 1 || !choice.repair() || round.agree();
    if (!sure && !enough(put(key, found, choice), choice.writes())) {
      throw new IOException("what was read is not safe yet");
    }
    return found;
  }

  /** Tells each copy what it lacks. */
  private void repair(String key, Choice choice, Round round, Map<String, Cell> answers) {
    if (choice.repair() && !round.agree()) {
      Cell all = round.merged(choice.siblings());
      answers.forEach(
          (node, had) -> {
            if (!had.equals(all)) {
              asking(() -> tell(node, key, all, choice.siblings()));
            }
          });
    }
  }

  private boolean tell(String node, String key, Cell cell, boolean siblings) {
    try {
      stores.get(node).put(key, cell, siblings);
      return true;
    } catch (IOException away) {
      return false;
    }
  }

  /** First asks what there is, so that the new version covers it. */
  @Override
  public void write(String key, String value, Choice choice) throws IOException {
    Round asked =
        new Round(
            name,
            stores,
            choice.sloppy(),
            store -> store.get(key),
            this::asking,
            away -> {},
            (ended, answers) -> {});
    require(asked, choice.writes(), "a write");
    VersionVector vector =
        asked.merged(choice.siblings()).known().with(name, written.incrementAndGet());
    Cell cell = new Cell(List.of(new Cell.Version(vector, name, value)));
    if (!enough(put(key, cell, choice), choice.writes())) {
      throw new IOException("too few have it: it may come back");
    }
  }

  private Round put(String key, Cell cell, Choice choice) {
    return new Round(
        name,
        stores,
        choice.sloppy(),
        store -> store.put(key, cell, choice.siblings()),
        this::asking,
        away -> {
          if (choice.hints()) {
            keep(new Hint(away, key, choice.siblings()), cell);
          }
        },
        (ended, answers) -> {});
  }

  private void keep(Hint hint, Cell cell) {
    hints.merge(hint, cell, (old, more) -> old.merge(more, hint.siblings()));
  }

  private static void require(Round round, int needed, String what) throws IOException {
    if (!enough(round, needed)) {
      throw new Refused("too few copies can be asked for " + what);
    }
  }

  private static boolean enough(Round round, int needed) throws IOException {
    try {
      return round.enough(needed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Again and again, until the copy can be reached. What came meanwhile stays. */
  private void deliver() {
    hints.forEach(
        (hint, cell) -> {
          if (tell(hint.node(), hint.key(), cell, hint.siblings())) {
            hints.remove(hint, cell);
          }
        });
  }

  @Override
  public int hints() {
    return hints.size();
  }

  @Override
  public int underWay() {
    return underWay.get();
  }

  @Override
  public void close() {
    delivering.shutdownNow();
    threads.shutdownNow();
  }
}
