package scalebook.sessions.stage;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.sessions.stage.site.StoreClient;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.Session;
import scalebook.sessions.store.Sessions;
import scalebook.sessions.store.SharedSessions;

/**
 * A Redis primary with two replicas, watched by three Sentinels. All of them reach the primary over
 * one wire: cut, it is alone with its clients, and the others choose a new primary.
 */
public final class WatchedStore implements AutoCloseable {
  /** A primary refuses writes unless a replica has answered within the last second. */
  public static final List<String> MIN_REPLICAS =
      List.of("min-replicas-to-write 1", "min-replicas-max-lag 1");

  private static final String MAIN = "main";
  private static final long TTL_MILLIS = 600_000;
  private static final int OTHERS = 2;
  private static final int SENTINELS = 3;
  private static final String DOWN_AFTER = "down-after-milliseconds";
  private static final int PATIENT_MILLIS = 30_000; // this machine's standstill is no death
  private static final int QUICK_MILLIS = 500;
  private static final long PACE_NANOS = 5_000_000;

  private final Redis primary;
  private final List<Redis> replicas = new ArrayList<>();
  private final List<Redis> sentinels = new ArrayList<>();
  private final Wire wire;
  private final String password;

  /**
   * Log-ins at a primary that is cut off.
   *
   * @param acknowledged before it had noticed, and while the others chose
   * @param late acknowledged after there was a new primary, and the old one knew that it is alone
   * @param lost acknowledged log-ins that the new primary does not know
   */
  public record Alone(int acknowledged, int refused, int late, int lost) {}

  /** A plain one and one with these options, both at the same time. */
  public static List<Alone> alone(Lab lab, List<String> options, int logIns) {
    try (WatchedStore plain = new WatchedStore(lab, "plain", List.of());
        WatchedStore other = new WatchedStore(lab, "guarded", options)) {
      plain.ready();
      other.ready();
      CompletableFuture<Alone> guarded = CompletableFuture.supplyAsync(() -> other.alone(logIns));
      return List.of(plain.alone(logIns), guarded.join());
    }
  }

  /** {@code options} of the primary and its replicas. */
  public WatchedStore(Lab lab, String name, List<String> options) {
    primary = lab.redis(name, options);
    wire = Wire.to(primary.host(), primary.port());
    List<String> follow = new ArrayList<>(options);
    follow.add("replicaof " + wire.host() + " " + wire.port());
    for (int i = 1; i <= OTHERS; i++) {
      replicas.add(lab.redis(name + "-replica-" + i, follow));
    }
    SiteCluster.await("no replicas of " + name, () -> Replicas.inSync(primary) == OTHERS);
    password = URI.create(primary.url()).getUserInfo().substring(1);
    for (int i = 1; i <= SENTINELS; i++) {
      List<String> watch =
          List.of(
              "sentinel monitor main %s %d 2".formatted(wire.host(), wire.port()),
              "sentinel auth-pass main " + password,
              "sentinel " + DOWN_AFTER + " main " + PATIENT_MILLIS,
              "sentinel failover-timeout main 3000");
      sentinels.add(lab.redis(name + "-sentinel-" + i, watch));
    }
  }

  /** The Sentinels know the replicas and one another. */
  public WatchedStore ready() {
    SiteCluster.await("the Sentinels do not see one another", this::allSeen);
    return this;
  }

  private boolean allSeen() {
    return sentinels.stream()
        .allMatch(
            sentinel -> {
              try (Jedis jedis = sentinel.connect()) {
                var seen = jedis.sentinelMaster(MAIN);
                return seen.get("num-slaves").equals("" + OTHERS)
                    && seen.get("num-other-sentinels").equals("" + (SENTINELS - 1));
              }
            });
  }

  /** For a client that asks the Sentinels which one is the primary. */
  public String url() {
    String all =
        sentinels.stream().map(s -> s.host() + ":" + s.port()).collect(Collectors.joining(","));
    return StoreClient.sentinels(password, all, MAIN);
  }

  /** From now on the Sentinels believe a short silence. */
  private void watchClosely() {
    for (Redis sentinel : sentinels) {
      try (Jedis jedis = sentinel.connect()) {
        jedis.sentinelSet(MAIN, Map.of(DOWN_AFTER, "" + QUICK_MILLIS));
      }
    }
  }

  /** Kills the primary; returns when the Sentinels name another one. */
  public void failOver() {
    Replicas.caughtUp(primary, OTHERS);
    watchClosely();
    primary.kill();
    SiteCluster.await("no replica was promoted", () -> promoted().isPresent());
  }

  /** Whom the Sentinels name as primary now, when that is another one. */
  private Optional<Redis> promoted() {
    try (Jedis jedis = sentinels.get(0).connect()) {
      String port = jedis.sentinelGetMasterAddrByName(MAIN).get(1);
      return replicas.stream().filter(r -> port.equals("" + r.port())).findFirst();
    }
  }

  /** ② The primary is cut off together with those who log in there. */
  private Alone alone(int logIns) {
    Sessions there = new SharedSessions(primary.client(), TTL_MILLIS);
    List<Optional<String>> all = new ArrayList<>();
    watchClosely();
    wire.cut();
    Optional<Redis> next = promoted();
    for (int i = 0; next.isEmpty(); next = promoted()) {
      all.add(logIn(there, Crowd.name(i++)));
      LockSupport.parkNanos(PACE_NANOS);
    }
    SiteCluster.await("a primary without replicas has not noticed", () -> Replicas.none(primary));
    List<Optional<String>> late = new ArrayList<>();
    for (int i = 0; i < logIns; i++) {
      late.add(logIn(there, Crowd.name(i)));
    }
    Sessions here = new SharedSessions(next.get().client(), TTL_MILLIS);
    List<String> acknowledged =
        Stream.concat(all.stream(), late.stream()).flatMap(Optional::stream).toList();
    long known =
        acknowledged.stream()
            .filter(cookie -> here.open(Optional.of(cookie)).user().isPresent())
            .count();
    return new Alone(
        acknowledged.size(),
        all.size() + late.size() - acknowledged.size(),
        (int) late.stream().filter(Optional::isPresent).count(),
        (int) (acknowledged.size() - known));
  }

  /** The cookie, or nothing when the store refused. */
  static Optional<String> logIn(Sessions at, String user) {
    try {
      Session session = at.open(Optional.empty());
      session.login(user);
      return session.save();
    } catch (JedisException refused) {
      return Optional.empty();
    } catch (Session.Ended e) {
      throw new IllegalStateException("a new session cannot have ended", e);
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
