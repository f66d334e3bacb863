package scalebook.sessions.stage;

import java.util.Locale;
import java.util.function.LongSupplier;
import redis.clients.jedis.RedisClient;
import scalebook.cloning.policy.Policy;
import scalebook.engines.Redis;
import scalebook.sessions.affinity.ConsistentAddress;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.Ids;
import scalebook.sessions.store.MemorySessions;
import scalebook.sessions.store.NaiveSharedSessions;
import scalebook.sessions.store.Revocations;
import scalebook.sessions.store.Sessions;
import scalebook.sessions.store.SharedSessions;

/** Where sessions live, and how the balancer finds them again. */
public enum Strategy {
  MEMORY(Store.MEMORY, "in each worker's memory, round robin"),
  STICKY_COOKIE(Store.MEMORY, "in memory, and a cookie names the worker"),
  STICKY_ADDRESS(Store.MEMORY, "in memory, worker by address modulo n"),
  STICKY_CONSISTENT(Store.MEMORY, "in memory, worker by consistent hash"),
  SHARED(Store.SHARED, "in Redis, round robin"),
  CLIENT_SIDE(Store.CLIENT_SIDE, "sealed in the cookie, round robin");

  /** What a worker needs; several strategies differ in the balancer only. */
  public enum Store {
    MEMORY,
    SHARED,
    NAIVE_SHARED,
    CLIENT_SIDE;

    /**
     * A revoked cookie may have been made once more just before: it is remembered twice as long.
     */
    private static final int KEEP = 2;

    public Sessions open(SiteSettings settings, LongSupplier clockMillis) {
      long ttl = settings.ttlMillis();
      return switch (this) {
        case MEMORY -> new MemorySessions(ttl, clockMillis);
        case SHARED -> new SharedSessions(redis(settings), ttl);
        case NAIVE_SHARED -> new NaiveSharedSessions(redis(settings), ttl);
        case CLIENT_SIDE ->
            new ClientSideSessions(
                settings.keys(),
                new Revocations.InRedis(redis(settings), ttl * KEEP),
                ttl,
                clockMillis);
      };
    }

    private static RedisClient redis(SiteSettings settings) {
      return Redis.client(settings.redisUrl());
    }

    /** Under this path a worker serves the site with this store. */
    public String path() {
      return "/" + text(this);
    }
  }

  private final Store store;
  private final String description;

  Strategy(Store store, String description) {
    this.store = store;
    this.description = description;
  }

  public Store store() {
    return store;
  }

  public String description() {
    return description;
  }

  /** The balancer's part. */
  public Policy policy() {
    Policy turns = Policy.Kind.ROUND_ROBIN.create();
    return switch (this) {
      case STICKY_COOKIE -> new StickyCookie(Ids.random(32), turns, false);
      case STICKY_ADDRESS -> Policy.Kind.ADDRESS_HASH.create();
      case STICKY_CONSISTENT -> new ConsistentAddress();
      case MEMORY, SHARED, CLIENT_SIDE -> turns;
    };
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a reader types it. */
  @Override
  public String toString() {
    return text(this);
  }
}
