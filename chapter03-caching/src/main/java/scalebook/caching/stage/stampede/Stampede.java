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
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Servers;
import scalebook.engines.json.Json;
import scalebook.engines.process.Child;
import scalebook.engines.process.Said;
import scalebook.lab.Lab;

/** Processes with many callers, and a key that expires under all of them at the same instant. */
public final class Stampede implements AutoCloseable {
  private static final long NOTICE_MILLIS = 400;

  private final Servers servers;
  private final long loadMillis;
  private final QueryCounter selects;
  private final List<Caller> callers = new ArrayList<>();

  /** {@code loads}: as the database counts them. */
  public record Outcome(long loads, long waited, long failed) {}

  /** A process, and what it says. */
  private record Caller(Child child, Said said) {
    private String next() throws InterruptedException {
      return said.next(child);
    }
  }

  public Stampede(Lab lab, Servers servers, int count, long loadMillis) throws Exception {
    this.servers = servers;
    this.loadMillis = loadMillis;
    this.selects = new QueryCounter(servers.database());
    Path folder = lab.workspace().folder("stampede");
    List<String> options = new ArrayList<>(Child.small(128));
    options.add("-Xss256k"); // a thread for each caller
    var settings = new CallerProcess.Settings(servers.connections(), loadMillis / 1e3);
    for (int i = 1; i <= count; i++) {
      String name = "process-" + i;
      Said said = new Said();
      Path log = folder.resolve(name + ".log");
      Child child = Child.jvm(name, log, options, CallerProcess.class, settings, said);
      callers.add(new Caller(child, said));
    }
    for (Caller caller : callers) {
      if (!caller.next().equals(CallerProcess.READY)) {
        throw new IllegalStateException(caller.child.logTail(10).toString());
      }
    }
  }

  /**
   * The key is there, then it expires; all callers of all processes ask before and at that time.
   */
  public Outcome expire(Way way, int product, int perProcess, long leaseMillis) throws Exception {
    long at = fill(way, product);
    selects.since();
    for (int i = 0; i < callers.size(); i++) {
      ask(i, way, product, at, perProcess, leaseMillis);
    }
    long waited = 0;
    long failed = 0;
    for (int i = 0; i < callers.size(); i++) {
      CallerProcess.Outcome outcome = answer(i);
      waited += outcome.waited();
      failed += outcome.failed();
    }
    return new Outcome(selects.since(), waited, failed);
  }

  /** Puts the entry there and returns the instant at which it expires. */
  private long fill(Way way, int product) throws Exception {
    Optional<Row> row = new Catalogue(servers.database().dataSource()).load(product);
    String key = "product:" + product;
    servers.cache().client().del(key);
    long fresh = beforeMillis() + NOTICE_MILLIS;
    long at = System.currentTimeMillis() + fresh;
    Entry entry = Entry.of(row, at, loadMillis);
    new RedisCache(servers.cache().client(), false)
        .setIfNewer(key, entry, fresh + way.freshness().graceMillis());
    return at;
  }

  /** So long before it expires the callers begin to read: an early refresh takes its time, too. */
  private long beforeMillis() {
    return loadMillis * 3;
  }

  void ask(int process, Way way, int product, long at, int perProcess, long leaseMillis) {
    var expiry =
        new CallerProcess.Expiry(way, product, at, beforeMillis(), perProcess, leaseMillis);
    callers.get(process).child.send(Json.text(expiry));
  }

  /** What a process found out. */
  CallerProcess.Outcome answer(int process) throws InterruptedException {
    return Json.read(callers.get(process).next(), CallerProcess.Outcome.class);
  }

  void kill(int process) {
    callers.get(process).child.kill();
  }

  @Override
  public void close() throws SQLException {
    callers.forEach(caller -> caller.child.close());
    selects.close();
  }
}
