package scalebook.sessions.stage.site;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.HybridSessions;
import scalebook.sessions.store.MemorySessions;
import scalebook.sessions.store.NaiveSharedSessions;
import scalebook.sessions.store.ReplicatedSessions;
import scalebook.sessions.store.Revocations;
import scalebook.sessions.store.SealedBox;
import scalebook.sessions.store.Sessions;
import scalebook.sessions.store.SharedSessions;
import scalebook.sessions.store.SitedSessions;

/** Where a worker of the site keeps sessions. */
public enum Store {
  MEMORY,
  SHARED,
  NAIVE_SHARED,
  CLIENT_SIDE,
  /** Every clone has every session. */
  REPLICATED,
  /** The same, and the copies leave after the answer. */
  REPLICATED_LATER,
  /** The same, and a copy overwrites what is there. */
  REPLICATED_OVER,
  /** The same, and a new clone begins empty. */
  REPLICATED_EMPTY,
  /** Two clones have each session. */
  BUDDIES,
  /** In Redis, with a copy in the clone's memory. */
  HYBRID,
  /** The same, and a copy is believed, however old it is. */
  HYBRID_BLIND,
  /** In the Redis of the session's home, of two sites. */
  SITED;

  /** A log-out everywhere shows after so long in clones that have a copy. */
  private static final long TRUST_MILLIS = 30_000;

  /** Copies that leave later leave so much later. */
  private static final long LATER_MILLIS = 1_000;

  /** A revoked cookie may have been made once more just before: it is remembered twice as long. */
  private static final int KEEP = 2;

  Sessions open(Site site, String worker, LongSupplier clockMillis) {
    long ttl = site.ttlMillis();
    Site.Guards guards = site.guards();
    return switch (this) {
      case MEMORY -> new MemorySessions(ttl, clockMillis);
      case SHARED -> shared(site, redis(site));
      case NAIVE_SHARED -> new NaiveSharedSessions(redis(site), ttl);
      case CLIENT_SIDE ->
          new ClientSideSessions(
              new SealedBox(site.keys(), guards.checksTag()),
              guards.revokes()
                  ? new Revocations.InRedis(redis(site), ttl * KEEP)
                  : Revocations.NONE,
              ttl,
              clockMillis);
      case REPLICATED, REPLICATED_LATER, REPLICATED_OVER, REPLICATED_EMPTY, BUDDIES ->
          new ReplicatedSessions(site.channel(), path(), worker, copying(ttl), clockMillis);
      case HYBRID, HYBRID_BLIND ->
          new HybridSessions(
              shared(site, redis(site)),
              new HybridSessions.Settings(this == HYBRID, TRUST_MILLIS),
              clockMillis);
      case SITED ->
          new SitedSessions(
              site.sites().here(),
              site.sites().urls().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey, url -> shared(site, StoreClient.of(url.getValue())))));
    };
  }

  private static SharedSessions shared(Site site, UnifiedJedis redis) {
    Site.Guards guards = site.guards();
    return new SharedSessions(
        redis,
        new SharedSessions.Settings(site.ttlMillis(), guards.renewsId(), guards.generations()));
  }

  private ReplicatedSessions.Settings copying(long ttl) {
    return new ReplicatedSessions.Settings(
        ttl,
        this == BUDDIES,
        this == REPLICATED_LATER ? LATER_MILLIS : 0,
        this != REPLICATED_OVER,
        this != REPLICATED_EMPTY);
  }

  private static UnifiedJedis redis(Site site) {
    return StoreClient.of(site.redisUrl());
  }

  /** Under this path a worker serves the site with this store. */
  public String path() {
    return "/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
