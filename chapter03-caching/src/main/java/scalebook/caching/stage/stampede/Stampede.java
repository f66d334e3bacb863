package scalebook.caching.stage.stampede;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scalebook.caching.cache.Entry;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Row;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.json.Json;
import scalebook.engines.process.Child;
import scalebook.engines.process.Said;
import scalebook.lab.Lab;

/** Processes with many callers, and a key that expires under all of them at the same instant. */
public final class Stampede implements AutoCloseable {
  private static final long NOTICE_MILLIS = 400;

  private final Shop shop;
  private final long loadMillis;
  private final QueryCounter selects;
  private final List<Caller> callers = new ArrayList<>();

  /** Loads, and calls that waited for one or failed. */
  public record Outcome(long loads, long waited, long failed) {
    public boolean oneLoadAndNobodyWaited() {
      return loads == 1 && waited == 0;
    }
  }

  /** A process, and what it says. */
  private record Caller(Child child, Said said) {
    private String next() throws InterruptedException {
      return said.next(child);
    }
  }

  public Stampede(Lab lab, Shop shop, int count, long loadMillis) throws Exception {
    this.shop = shop;
    this.loadMillis = loadMillis;
    this.selects = new QueryCounter(shop.database());
    Path folder = lab.workspace().folder("stampede");
    List<String> options = new ArrayList<>(Child.small(128));
    options.add("-Xss256k"); // a thread for each caller
    var settings = new CallerProcess.Settings(shop.connections(), loadMillis / 1e3);
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
  public Outcome expire(Way.Guard guard, int product, int perProcess) throws Exception {
    long fresh = beforeMillis() + NOTICE_MILLIS;
    String key = CallerProcess.key(product);
    shop.redis().del(key);
    Optional<Row> row = shop.catalogue().load(product);
    Entry entry = Entry.of(row, System.currentTimeMillis() + fresh, loadMillis);
    new RedisCache(shop.redis()).setIfNewer(key, entry, fresh + guard.graceMillis());
    // As Redis has it: the set took its time, and nobody must ask too early.
    long at = System.currentTimeMillis() + shop.redis().pttl(key) - guard.graceMillis();
    var expiry = new CallerProcess.Expiry(guard, product, at, beforeMillis(), perProcess);
    selects.since();
    for (int i = 0; i < callers.size(); i++) {
      ask(i, expiry);
    }
    long waited = 0;
    long failed = 0;
    for (int i = 0; i < callers.size(); i++) {
      Outcome outcome = answer(i);
      waited += outcome.waited;
      failed += outcome.failed;
    }
    return new Outcome(selects.since(), waited, failed); // loads as the database counts them
  }

  /** So long before it expires the callers begin to read: an early refresh takes its time, too. */
  private long beforeMillis() {
    return loadMillis * 3;
  }

  void ask(int process, CallerProcess.Expiry expiry) {
    callers.get(process).child.send(Json.text(expiry));
  }

  /** What a process found out. */
  Outcome answer(int process) throws InterruptedException {
    return Json.read(callers.get(process).next(), Outcome.class);
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
