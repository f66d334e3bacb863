package scalebook.sessions.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * The broken twin of {@link SharedSessions}: reads the whole session and writes the whole session,
 * as many frameworks do. Two requests at once, and the later save undoes the earlier one; a late
 * save even brings back a session that was logged out.
 */
public final class NaiveSharedSessions implements Sessions {
  private static final String KEY = "naive:";

  private final RedisClient redis;
  private final long ttlMillis;

  public NaiveSharedSessions(RedisClient redis, long ttlMillis) {
    this.redis = redis;
    this.ttlMillis = ttlMillis;
  }

  @Override
  public Session open(Optional<String> cookie) {
    String id = cookie.orElseGet(Ids::next); // adopts whatever name it is given
    String text = redis.get(KEY + id);
    Map<String, Long> counts = new LinkedHashMap<>();
    Optional<String> user = Optional.empty();
    for (String line : text == null ? new String[0] : text.split("\n")) {
      int equals = line.indexOf('=');
      if (line.startsWith("#")) {
        counts.put(line.substring(1, equals), Long.valueOf(line.substring(equals + 1)));
      } else if (line.startsWith("user=")) {
        user = Optional.of(line.substring(equals + 1));
      }
    }
    return new Open(id, user, counts);
  }

  @Override
  public void close() {
    redis.close();
  }

  private final class Open extends Draft {
    private final String id;

    private Open(String id, Optional<String> user, Map<String, Long> counts) {
      super(user, counts);
      this.id = id;
    }

    @Override
    public Optional<String> save() {
      if (wish() == Wish.LOG_OUT || wish() == Wish.LOG_OUT_EVERYWHERE) {
        redis.del(KEY + id);
        return ended();
      }
      StringBuilder text = new StringBuilder();
      user().ifPresent(name -> text.append("user=").append(name).append('\n'));
      counts().forEach((k, v) -> text.append('#').append(k).append('=').append(v).append('\n'));
      redis.set(KEY + id, text.toString(), SetParams.setParams().px(ttlMillis));
      return Optional.of(id);
    }
  }
}
