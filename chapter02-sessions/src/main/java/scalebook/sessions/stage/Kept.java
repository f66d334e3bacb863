package scalebook.sessions.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.Server;
import scalebook.lab.Lab;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.Sessions;
import scalebook.sessions.store.SharedSessions;
import scalebook.sessions.store.TableSessions;

/**
 * Which sessions a store still has after {@code kill -9}, and what a log-in takes.
 *
 * @param lost of the acknowledged log-ins
 */
public record Kept(int acknowledged, int lost, double millis) {
  private static final long TTL_MILLIS = 600_000;

  /** In a Redis that writes no file. */
  public static Kept inMemory(Lab lab, int logIns) {
    Redis redis = lab.redis("memory");
    return after(redis, () -> new SharedSessions(redis.client(), TTL_MILLIS), logIns);
  }

  public static Kept inTable(Lab lab, int logIns) {
    MySql database = lab.mysql("table");
    return after(
        database,
        () -> new TableSessions(database.dataSource(), TTL_MILLIS, System::currentTimeMillis),
        logIns);
  }

  /** {@code sessions} are opened once before the kill, and once after the start. */
  private static Kept after(Server store, Supplier<Sessions> sessions, int logIns) {
    Sessions before = sessions.get();
    List<String> cookies = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < logIns; i++) {
      WatchedStore.logIn(before, Crowd.name(i)).ifPresent(cookies::add);
    }
    double millis = (System.nanoTime() - start) / 1e6 / logIns;
    store.kill();
    store.start();
    Sessions after = sessions.get();
    long known =
        cookies.stream().filter(c -> after.open(Optional.of(c)).user().isPresent()).count();
    return new Kept(cookies.size(), (int) (cookies.size() - known), millis);
  }
}
