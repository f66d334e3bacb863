package scalebook.sessions.store;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.SetParams;

/**
 * Which sealed sessions count no more. A cookie that we gave away we cannot take back: all we can
 * do is to remember it until it expires by itself.
 */
public interface Revocations {
  boolean revoked(String id, String user, long sinceMillis);

  void revoke(String id);

  /** All sessions of the user that began up to now. */
  void revokeAll(String user, long nowMillis);

  /** Where nobody ever logs out. */
  Revocations NONE =
      new Revocations() {
        @Override
        public boolean revoked(String id, String user, long sinceMillis) {
          return false;
        }

        @Override
        public void revoke(String id) {}

        @Override
        public void revokeAll(String user, long nowMillis) {}
      };

  /** In Redis, for all clones; one round trip a question. */
  final class InRedis implements Revocations {
    private static final String ONE = "revoked:";
    private static final String ALL = "revoked-until:";

    private final UnifiedJedis redis;
    private final long keepMillis;

    /** {@code keepMillis}: no cookie that was made before a revocation lives longer than that. */
    public InRedis(UnifiedJedis redis, long keepMillis) {
      this.redis = redis;
      this.keepMillis = keepMillis;
    }

    @Override
    public boolean revoked(String id, String user, long sinceMillis) {
      List<String> marks;
      try {
        marks = redis.mget(ONE + id, ALL + user);
      } catch (JedisConnectionException broken) { // as in SharedSessions: asking twice is safe
        Reconnecting.forget(redis);
        marks = redis.mget(ONE + id, ALL + user);
      }
      return marks.get(0) != null
          || marks.get(1) != null && sinceMillis <= Long.parseLong(marks.get(1));
    }

    @Override
    public void revoke(String id) {
      redis.set(ONE + id, "1", SetParams.setParams().px(keepMillis));
    }

    @Override
    public void revokeAll(String user, long nowMillis) {
      redis.set(ALL + user, String.valueOf(nowMillis), SetParams.setParams().px(keepMillis));
    }
  }
}
