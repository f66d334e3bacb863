package scalebook.caching.stage.stampede;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scalebook.caching.cache.Entry;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.process.Child;
import scalebook.engines.process.Said;
import scalebook.lab.Lab;

/** Processes with many callers, and a key that expires under all of them at the same instant. */
public final class Stampede implements AutoCloseable {
  private static final long NOTICE_MILLIS = 400;

  private final MySql database;
  private final Redis cache;
  private final long loadMillis;
  private final QueryCounter selects;
  private final List<Child> processes = new ArrayList<>();
  private final List<Said> messages = new ArrayList<>();

  /** {@code loads}: as the database counts them. */
  public record Outcome(long loads, long waited, long failed) {}

  public Stampede(Lab lab, MySql database, Redis cache, int count, long loadMillis)
      throws Exception {
    this.database = database;
    this.cache = cache;
    this.loadMillis = loadMillis;
    this.selects = new QueryCounter(database);
    Path folder = lab.workspace().folder("stampede");
    Path file = Connections.of(database, cache).write(folder.resolve("connections"));
    List<String> options = new ArrayList<>(Child.small(128));
    options.add("-Xss256k"); // a thread for each caller
    for (int i = 1; i <= count; i++) {
      Said said = new Said();
      messages.add(said);
      processes.add(
          Child.jvm(
              "process-" + i,
              folder.resolve("process-" + i + ".log"),
              options,
              CallerProcess.class,
              List.of(file.toString(), String.valueOf(loadMillis / 1e3)),
              said));
    }
    for (int i = 0; i < count; i++) {
      if (!take(i).equals("ready")) {
        throw new IllegalStateException(processes.get(i).logTail(10).toString());
      }
    }
  }

  private String take(int process) throws InterruptedException {
    return messages.get(process).next(processes.get(process));
  }

  /**
   * The key is there, then it expires; all callers of all processes ask before and at that time.
   */
  public Outcome expire(Way way, int product, int callers, long leaseMillis) throws Exception {
    long at = fill(way, product);
    selects.since();
    for (int i = 0; i < processes.size(); i++) {
      ask(i, way, product, at, callers, leaseMillis);
    }
    long waited = 0;
    long failed = 0;
    for (int i = 0; i < processes.size(); i++) {
      String[] words = take(i).split(" ");
      waited += Long.parseLong(words[2]);
      failed += Long.parseLong(words[3]);
    }
    return new Outcome(selects.since(), waited, failed);
  }

  /** Puts the entry there and returns the instant at which it expires. */
  long fill(Way way, int product) throws Exception {
    Optional<Row> row = new Catalogue(database.dataSource()).load(product);
    String key = "product:" + product;
    cache.client().del(key);
    long fresh = beforeMillis() + NOTICE_MILLIS;
    long at = System.currentTimeMillis() + fresh;
    Entry entry = Entry.of(row, at, loadMillis);
    new RedisCache(cache.client(), false).setIfNewer(key, entry, way.keepMillis(fresh));
    return at;
  }

  /** So long before it expires the callers begin to read: an early refresh takes its time, too. */
  private long beforeMillis() {
    return loadMillis * 3;
  }

  void ask(int process, Way way, int product, long at, int callers, long leaseMillis) {
    processes
        .get(process)
        .send(
            "expire %s %d %d %d %d %d"
                .formatted(way.name(), product, at, callers, leaseMillis, beforeMillis()));
  }

  /** What a process found out: loads, waits, failures. */
  Outcome answer(int process) throws InterruptedException {
    String[] words = take(process).split(" ");
    return new Outcome(
        Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
  }

  void kill(int process) {
    processes.get(process).kill();
  }

  @Override
  public void close() throws SQLException {
    processes.forEach(Child::close);
    selects.close();
  }
}
