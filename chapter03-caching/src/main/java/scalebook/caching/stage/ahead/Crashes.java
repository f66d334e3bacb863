package scalebook.caching.stage.ahead;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import scalebook.caching.ahead.Journal;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.Sql;
import scalebook.engines.process.Child;
import scalebook.lab.Lab;

/** A process that writes is killed; what of that which it had acknowledged is in the database? */
public record Crashes(Lab lab, Shop shop, int keys, int updates) {
  private static final long BOUND_NANOS = 40_000_000_000L;

  /** {@code lost}: acknowledged writes of which no trace is left; UPDATEs for each of them. */
  public record Outcome(long acknowledged, long lost, double writesPerUpdate) {}

  /** Kills it after so many writes; with {@code log} what it had logged is written then. */
  public Outcome kill(Way way, boolean coalescing, boolean log) throws Exception {
    reset();
    Path folder = lab.workspace().folder("ahead");
    Path file = folder.resolve(way + "-" + System.nanoTime() + ".journal");
    Progress progress = new Progress(updates);
    long before = updatesOfTheServer();
    Child child =
        Child.jvm(
            "writer",
            folder.resolve("writer.log"),
            Child.small(64),
            WriterProcess.class,
            new WriterProcess.Settings(
                shop.connections(), keys, way, coalescing, log ? file.toString() : ""),
            progress);
    try {
      await(child, () -> progress.ripe(way));
    } finally {
      child.kill();
    }
    long told = progress.acknowledged; // ① what came through its pipe was acknowledged
    double writes = updatesOfTheServer() - before;
    WriterProcess.write(shop.pool(), Journal.read(file));
    return new Outcome(told, lost(told), writes / told);
  }

  /** What a process has told. */
  private static final class Progress implements Consumer<String> {
    private static final int SOME = 20;
    private static final int MANY = 100;

    private final int updates;
    private volatile long acknowledged;
    private volatile long atFlush;

    private Progress(int updates) {
      this.updates = updates;
    }

    @Override
    public void accept(String line) {
      if (line.equals(WriterProcess.FLUSHED)) {
        atFlush = acknowledged;
      } else {
        acknowledged = Long.parseLong(line);
      }
    }

    /** ② Some writes wait, and the next flush is far: a kill meets them for sure. */
    private boolean ripe(Way way) {
      long since = acknowledged - atFlush;
      boolean soon = way == Way.THROUGH || since >= SOME && since <= MANY;
      return acknowledged >= updates && soon;
    }
  }

  private void await(Child child, BooleanSupplier ripe) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!ripe.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || !child.alive()) {
        throw new IllegalStateException("the writer wrote too little: " + child.logTail(5));
      }
      LockSupport.parkNanos(100_000);
    }
  }

  private void reset() throws Exception {
    Sql.with(
        shop.pool(), c -> Sql.change(c, "UPDATE products SET price_cents = 0 WHERE id < ?", keys));
  }

  /** Write i is lost when its row shows an older one. */
  private long lost(long acknowledged) throws Exception {
    String sql = "SELECT id, price_cents FROM products WHERE id < ?";
    Map<Integer, Long> rows =
        Sql.with(
            shop.pool(),
            c ->
                Sql.query(c, row -> Map.entry(row.getInt(1), row.getLong(2)), sql, keys).stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    long lost = 0;
    for (long i = 1; i <= acknowledged; i++) {
      lost += rows.get((int) (i % keys)) < i ? 1 : 0;
    }
    return lost;
  }

  private long updatesOfTheServer() throws Exception {
    try (Connection connection = shop.database().connect()) {
      String sql = "SHOW GLOBAL STATUS LIKE 'Com_update'";
      return Sql.first(connection, row -> row.getLong(2), sql).orElseThrow();
    }
  }
}
