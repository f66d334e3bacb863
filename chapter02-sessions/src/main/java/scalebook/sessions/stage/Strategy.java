package scalebook.sessions.stage;

import java.util.Locale;
import scalebook.cloning.policy.Policy;
import scalebook.sessions.affinity.ConsistentAddress;
import scalebook.sessions.affinity.HomeSite;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.store.Ids;

/** Where sessions live, and how the balancer finds them again. */
public enum Strategy {
  MEMORY(Store.MEMORY, "in each worker's memory, round robin"),
  STICKY_COOKIE(Store.MEMORY, "in memory, and a cookie names the worker"),
  STICKY_ADDRESS(Store.MEMORY, "in memory, worker by address modulo n"),
  STICKY_CONSISTENT(Store.MEMORY, "in memory, worker by consistent hash"),
  SHARED(Store.SHARED, "in Redis, round robin"),
  CLIENT_SIDE(Store.CLIENT_SIDE, "sealed in the cookie, round robin"),
  REPLICATED(Store.REPLICATED, "copied to every worker's memory, round robin"),
  HYBRID(Store.HYBRID, "in Redis, a copy in memory, and a cookie names the worker"),
  TWO_DATACENTRES(Store.SITED, "in the Redis of the site that the cookie names");

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
      case STICKY_COOKIE, HYBRID -> new StickyCookie(Ids.random(32), turns);
      case STICKY_ADDRESS -> Policy.Kind.ADDRESS_HASH.create();
      case STICKY_CONSISTENT -> new ConsistentAddress();
      case TWO_DATACENTRES -> new HomeSite(Site.COOKIE, TwoSites::siteOf, turns);
      case MEMORY, SHARED, CLIENT_SIDE, REPLICATED -> turns;
    };
  }

  /** As a reader types it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
