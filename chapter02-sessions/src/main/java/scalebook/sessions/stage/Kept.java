package scalebook.sessions.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.engines.Server;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.Sessions;

/**
 * Which sessions a store still has after {@code kill -9}, and what a log-in takes.
 *
 * @param lost of the acknowledged log-ins
 */
public record Kept(int acknowledged, int lost, double millis) {
  /** {@code sessions} are opened once before the kill, and once after the start. */
  public static Kept after(Server store, Supplier<Sessions> sessions, int logIns) {
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
