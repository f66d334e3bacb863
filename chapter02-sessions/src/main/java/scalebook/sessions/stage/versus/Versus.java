package scalebook.sessions.stage.versus;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import redis.clients.jedis.Jedis;
import scalebook.engines.Redis;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Said;
import scalebook.lab.Guest;
import scalebook.lab.Lab;

/**
 * The shared store of 2.4 beside Spring Session, in turns on the same Redis: eight threads, each
 * request loads a session, and half of the rounds change it.
 */
public final class Versus implements Callable<Integer> {
  private static final int ROUNDS = 3;
  private static final int MILLIS = 2_000;
  private static final List<String> KINDS = List.of("read", "write");
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private final Map<String, List<Measured>> seen = new LinkedHashMap<>();

  /** A store in its process. */
  private record Store(String name, Child child, Said said) {}

  private record Measured(double perSecond, double commands, double roundTrips) {}

  @Override
  public Integer call() throws Exception {
    System.out.println(Platform.machine());
    try (Lab lab = Lab.open()) {
      Path folder = lab.workspace().folder("spring");
      Redis redis = lab.redis("store");
      List<Store> stores = new ArrayList<>();
      stores.add(start("ours", folder, redis, List.of(), false));
      try {
        List<String> jars = Guest.of("spring-session").path().stream().map(Path::toString).toList();
        stores.add(start("Spring Session", folder, redis, jars, false));
        stores.add(start("Spring Session, indexed", folder, redis, jars, true));
      } catch (Missing none) {
        System.out.println(none.getMessage() + "; ours stands alone");
      }
      for (Store store : stores) {
        store.said.next(store.child);
      }
      for (int round = 0; round <= ROUNDS; round++) { // the first one warms up
        for (String kind : KINDS) {
          for (Store store : stores) {
            Measured one = measure(redis, store, kind);
            if (round > 0) {
              seen.computeIfAbsent(kind + " " + store.name, key -> new ArrayList<>()).add(one);
            }
          }
        }
      }
      print();
      stores.forEach(store -> store.child.close());
    }
    return 0;
  }

  private static Store start(
      String name, Path folder, Redis redis, List<String> jars, boolean indexed) {
    URI url = URI.create(redis.url());
    String password = url.getUserInfo().substring(url.getUserInfo().indexOf(':') + 1);
    Requests.Settings settings =
        new Requests.Settings(redis.url(), url.getHost(), url.getPort(), password, jars, indexed);
    Said said = new Said();
    Path log = folder.resolve(name.replace(' ', '-') + ".log");
    return new Store(name, Child.jvm(name, log, JVM, Requests.class, settings, said), said);
  }

  private static Measured measure(Redis redis, Store store, String kind) throws Exception {
    try (Jedis look = redis.connect()) {
      look.configResetStat();
      long start = System.nanoTime();
      store.child.send(kind + " " + MILLIS);
      long requests = Long.parseLong(store.said.next(store.child));
      double seconds = (System.nanoTime() - start) / 1e9;
      Commands commands = Commands.of(look.info("commandstats"));
      return new Measured(
          requests / seconds,
          commands.all() / (double) requests,
          commands.sent() / (double) requests);
    }
  }

  private Measured median(String key) {
    List<Measured> all = new ArrayList<>(seen.get(key));
    all.sort((one, other) -> Double.compare(one.perSecond, other.perSecond));
    return all.get(all.size() / 2);
  }

  private void print() {
    for (String kind : KINDS) {
      System.out.printf(
          "%n%-34s %12s %8s %12s %12s%n",
          "requests that " + kind + ", median of " + ROUNDS,
          "requests/s",
          "ratio",
          "round trips",
          "commands");
      double control = median(kind + " ours").perSecond;
      seen.keySet().stream()
          .filter(key -> key.startsWith(kind))
          .forEach(
              key -> {
                Measured m = median(key);
                System.out.printf(
                    "%-34s %,12.0f %8.2f %12.2f %12.2f%n",
                    key.substring(kind.length() + 1),
                    m.perSecond,
                    m.perSecond / control,
                    m.roundTrips,
                    m.commands);
              });
    }
  }
}
