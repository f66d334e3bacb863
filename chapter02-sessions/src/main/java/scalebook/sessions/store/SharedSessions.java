package scalebook.sessions.store;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import scalebook.engines.RedisScript;

/**
 * In Redis, one hash for each session: any clone serves any visitor.
 *
 * <p>A request costs two round trips at most, one script to load and one to save. A save sends
 * changes, never the whole session, so that two tabs at once lose nothing.
 */
public final class SharedSessions implements Sessions {
  private static final String SESSION = "session:";
  private static final String GENERATION = "generation:";
  private static final RedisScript LOAD = RedisScript.of(SharedSessions.class, "load");
  private static final RedisScript SAVE = RedisScript.of(SharedSessions.class, "save");
  private static final RedisScript LOGIN = RedisScript.of(SharedSessions.class, "login");
  private static final RedisScript LOGOUT = RedisScript.of(SharedSessions.class, "logout");

  private final UnifiedJedis redis;
  private final Settings settings;

  /**
   * How sessions begin and end.
   *
   * @param renewsId whether a log-in gives the session a new id
   * @param generations whether a user's sessions can be ended everywhere, by one number
   */
  public record Settings(long ttlMillis, boolean renewsId, boolean generations) {}

  public SharedSessions(UnifiedJedis redis, long ttlMillis) {
    this(redis, new Settings(ttlMillis, true, true));
  }

  public SharedSessions(UnifiedJedis redis, Settings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  @Override
  public Session open(Optional<String> cookie) {
    Optional<String> id = cookie.filter(Ids::plausible);
    Map<String, String> fields = id.map(this::load).orElse(Map.of());
    return fields.isEmpty()
        ? fresh() // an unknown name is never adopted: see fixation
        : open(id.get(), fields);
  }

  Open fresh() {
    return new Open(Optional.empty(), Map.of());
  }

  /** As it was when somebody loaded these fields. */
  Open open(String id, Map<String, String> fields) {
    return new Open(Optional.of(id), fields);
  }

  /** One round trip; no fields when there is no such session. */
  Map<String, String> load(String id) {
    List<String> keys = List.of(SESSION + id);
    List<String> arguments = List.of(String.valueOf(settings.ttlMillis), GENERATION);
    try {
      return fields(LOAD.run(redis, keys, arguments));
    } catch (JedisConnectionException broken) {
      // The store was started anew, perhaps: then all pooled connections are dead. Loading twice
      // does no harm; a save is never tried twice.
      Reconnecting.forget(redis);
      return fields(LOAD.run(redis, keys, arguments));
    }
  }

  /** Not tried twice: it may have been done. But the next request finds the store. */
  private List<String> saved(RedisScript script, List<String> keys, List<String> arguments) {
    try {
      return script.run(redis, keys, arguments);
    } catch (JedisConnectionException broken) {
      Reconnecting.forget(redis);
      throw broken;
    }
  }

  private static Map<String, String> fields(List<String> flat) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  private static Map<String, Long> counts(Map<String, String> fields) {
    return fields.entrySet().stream()
        .filter(field -> field.getKey().startsWith("#"))
        .collect(
            toMap(field -> field.getKey().substring(1), field -> Long.valueOf(field.getValue())));
  }

  @Override
  public void close() {
    redis.close();
  }

  /** A session that is kept as fields. */
  final class Open extends Draft {
    private final Optional<String> id;
    private Map<String, String> fields;

    private Open(Optional<String> id, Map<String, String> fields) {
      super(Optional.ofNullable(fields.get("user")), SharedSessions.counts(fields));
      this.id = id;
      this.fields = fields;
    }

    /** Empty for one that is new. */
    String id() {
      return id.orElse("");
    }

    /** As they are in the store, after {@link #save}; none when it has ended. */
    Map<String, String> stored() {
      return fields;
    }

    @Override
    public Optional<String> save() throws Ended {
      try {
        return attempt();
      } catch (JedisConnectionException broken) {
        if (id.isPresent()) {
          throw broken;
        }
        return attempt(); // under another new id: the first one, if it was made, is nobody's
      }
    }

    private Optional<String> attempt() throws Ended {
      return switch (wish()) {
        case LOG_OUT -> end("");
        case LOG_OUT_EVERYWHERE -> end(settings.generations ? user().orElse("") : "");
        case LOG_IN -> {
          String fresh = settings.renewsId ? Ids.next() : id.orElseGet(Ids::next);
          List<String> keys = List.of(SESSION + id.orElse(fresh), SESSION + fresh);
          take(LOGIN, keys, ttl(), GENERATION, user().orElseThrow(), isNew());
          yield Optional.of(fresh);
        }
        case KEEP -> {
          if (added().isEmpty()) {
            yield Optional.empty();
          }
          String name = id.orElseGet(Ids::next);
          take(SAVE, List.of(SESSION + name), ttl(), GENERATION, isNew());
          yield id.isPresent() ? Optional.empty() : Optional.of(name);
        }
      };
    }

    private String ttl() {
      return String.valueOf(settings.ttlMillis);
    }

    private String isNew() {
      return id.isEmpty() ? "1" : "0";
    }

    private void take(RedisScript script, List<String> keys, String... first) throws Ended {
      List<String> arguments = new ArrayList<>(List.of(first));
      added().forEach((counter, by) -> arguments.addAll(List.of(counter, by.toString())));
      Map<String, String> now = fields(saved(script, keys, arguments));
      if (now.isEmpty()) {
        throw new Ended();
      }
      fields = now;
      become(Optional.ofNullable(now.get("user")), SharedSessions.counts(now));
    }

    private Optional<String> end(String everywhere) {
      id.ifPresent(
          name -> LOGOUT.run(redis, List.of(SESSION + name), List.of(GENERATION, everywhere)));
      fields = Map.of();
      return ended();
    }
  }
}
