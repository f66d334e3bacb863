package scalebook.sessions.store;

import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** After a store was started anew all pooled connections are dead; one that failed tells it. */
final class Reconnecting {
  private Reconnecting() {}

  /** A client that asks Sentinels does so by itself. */
  static void forget(UnifiedJedis redis) {
    if (redis instanceof RedisClient single) {
      single.getPool().clear();
    }
  }
}
