package scalebook.caching.stage.ahead;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.caching.ahead.Journal;
import scalebook.caching.ahead.Store;
import scalebook.caching.ahead.Store.Write;
import scalebook.caching.ahead.WriteBehind;
import scalebook.caching.stage.database.Connections;
import scalebook.engines.Sql;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;

/** A service that writes prices, one after the other, and tells of each that is acknowledged. */
final class WriterProcess {
  static final String FLUSHED = "flushed";
  private static final long FLUSH_MILLIS = 300;

  /** {@code log}: where it keeps what it acknowledged; empty for nowhere. */
  record Settings(Connections connections, int keys, Way way, boolean coalescing, String log) {}

  private WriterProcess() {}

  /** Prints the number of each acknowledged write, until it is killed. */
  public static void main(String[] args) throws Exception {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    HikariDataSource pool = settings.connections.pool("writer", 2);
    Store store = writes -> write(pool, writes);
    Journal journal =
        settings.log.isEmpty() ? Journal.none() : Journal.of(Journal.open(Path.of(settings.log)));
    WriteBehind behind = new WriteBehind(store, journal, settings.coalescing);
    if (settings.way != Way.THROUGH) {
      Tasks.daemon("flush", () -> flush(behind)).start();
    }
    for (long i = 1; ; i++) {
      Write write = new Write((int) (i % settings.keys), i);
      if (settings.way == Way.THROUGH) {
        store.write(List.of(write));
      } else {
        behind.put(write);
      }
      System.out.println(i);
      TimeUnit.MICROSECONDS.sleep(200); // its rate
    }
  }

  private static void flush(WriteBehind behind) {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(FLUSH_MILLIS);
        behind.flush();
        System.out.println(FLUSHED);
      }
    } catch (Exception ended) {
      throw new IllegalStateException(ended);
    }
  }

  /** Also what a recovery does with a journal. */
  static void write(HikariDataSource pool, List<Write> writes) throws Exception {
    String sql = "UPDATE products SET price_cents = ? WHERE id = ?";
    Sql.inTransaction(
        pool,
        connection -> {
          for (Write write : writes) {
            Sql.change(connection, sql, write.value(), write.key());
          }
          return null;
        });
  }
}
