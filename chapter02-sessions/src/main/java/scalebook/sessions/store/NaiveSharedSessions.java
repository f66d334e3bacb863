package scalebook.sessions.store;

import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import scalebook.engines.json.Json;

/**
 * The broken twin of {@link SharedSessions}: reads the whole session and writes the whole session,
 * as many frameworks do. Two requests at once, and the later save undoes the earlier one; a late
 * save even brings back a session that was logged out.
 */
public final class NaiveSharedSessions implements Sessions {
  private static final String KEY = "naive:";

  /** All of it. */
  private record Stored(String user, Map<String, Long> counts) {}

  private final UnifiedJedis redis;
  private final long ttlMillis;

  public NaiveSharedSessions(UnifiedJedis redis, long ttlMillis) {
    this.redis = redis;
    this.ttlMillis = ttlMillis;
  }

  @Override
  public Session open(Optional<String> cookie) {
    String id = cookie.orElseGet(Ids::next); // adopts whatever name it is given
    Stored stored =
        Optional.ofNullable(redis.get(KEY + id))
            .map(text -> Json.read(text, Stored.class))
            .orElse(new Stored("", Map.of()));
    return new Open(id, Optional.of(stored.user).filter(user -> !user.isEmpty()), stored.counts);
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
      String text = Json.text(new Stored(user().orElse(""), counts()));
      redis.set(KEY + id, text, SetParams.setParams().px(ttlMillis));
      return Optional.of(id);
    }
  }
}
